import { CommandError, EXIT } from '../../../cli/exit-code';
import { type Account, openHealthyAccount } from './account';
import { BUCKET, FUNCTION } from './names';
import { runDoctor } from './run-doctor';

// Each opens nine servers.
jest.setTimeout(30_000);

describe('doctor', () => {
  let account: Account;
  beforeEach(async () => {
    account = await openHealthyAccount();
  });
  afterEach(() => account.close());

  it('looks before deployment at what will be deployed', async () => {
    account.s3AndSqs.settings.forgetNotifications(BUCKET);
    const { code, json, text } = await runDoctor({
      bucket: BUCKET,
      prefix: 'production/',
      'kosli-org': 'acme',
      'kosli-flow': 'production-access',
      'kosli-host': account.kosli.url,
    });
    expect(text).not.toMatch(/^ {2}(warning|error)/m);
    expect([code, json]).toEqual([EXIT.ok, expect.objectContaining({ function: null, bucket: BUCKET })]);
    expect(text).toContain('the token is valid');
  });

  it.each([
    [{ bucket: BUCKET }, '--kosli-org and --kosli-flow must be given as well'],
    [{ 'kosli-flow': 'flow', function: FUNCTION }, '--function was given together with --kosli-flow'],
    [
      { bucket: BUCKET, 'kosli-org': 'acme', 'kosli-flow': 'f', 'kosli-host': 'http://kosli.example' },
      '--kosli-host is "http://kosli.example", expected an https URL',
    ],
    [{ function: 'reporter' }, 'reporter'],
  ])('refuses %j', async (given, message) => {
    const refused = runDoctor(given);
    await expect(refused).rejects.toThrow(CommandError);
    await expect(refused).rejects.toThrow(message);
  });

  it('creates the flow with the template that a trail needs, only when asked', async () => {
    account.deploy({ KOSLI_FLOW: 'new-flow' });
    const puts = () => account.kosli.requests.filter(({ method }) => method === 'PUT');
    await runDoctor();
    expect(puts()).toEqual([]);
    await runDoctor({ 'create-flow': true });
    const [created] = puts();
    expect(created?.status).toBe(201);
    expect(created?.form?.file?.bytes?.toString()).toContain('- {name: command-logs, type: generic}');
    expect((await runDoctor()).text).toContain('organization and flow are there');
  });

  it('gives machines every finding, with its level, subject and fix', async () => {
    account.map('Disabled');
    const { json } = await runDoctor();
    expect(json).toMatchObject({
      region: 'eu-central-1',
      function: FUNCTION,
      count: { error: 1, warning: 0 },
      findings: expect.arrayContaining([
        expect.objectContaining({
          level: 'error',
          id: 'mapping-disabled',
          about: 'function and queues',
          subject: 'transcripts',
          fix: 'turn it on (runbook: transcripts-waiting)',
          command: 'aws lambda update-event-source-mapping --region eu-central-1 --enabled --uuid 0b5c7a2e',
        }),
      ]),
    });
  });
});
