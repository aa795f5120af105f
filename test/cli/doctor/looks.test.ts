import { EXIT } from '../../../cli/exit-code';
import { type Account, openHealthyAccount, reportSession } from './account';
import { DENIALS } from './denials';
import { clusterArn, TOKEN } from './names';
import { runDoctor } from './run-doctor';

// Each opens nine servers.
jest.setTimeout(30_000);

describe('what doctor may not look at', () => {
  let account: Account;
  beforeEach(async () => {
    account = await openHealthyAccount();
    await reportSession(account);
  });
  afterEach(() => account.close());

  it.each(DENIALS)(
    'is a line that names %s, and ends with 2 where nothing is wrong',
    async (permission, deny) => {
      deny(account);
      const { code, text } = await runDoctor();
      expect(text.replaceAll(/\s+/g, ' ')).toMatch(
        new RegExp(`warning [^:]+: could not look at [^;]*; needs permission [^.]*${permission}`),
      );
      expect(code).toBe(EXIT.failed);
    },
  );

  it('does not hide what is wrong', async () => {
    account.ecs.deny('ListServices');
    account.map('Disabled');
    expect((await runDoctor()).code).toBe(EXIT.found);
  });

  it('is the transcript of a session whose cluster is gone, and not there under the prefix', async () => {
    account.ecs.removeCluster(clusterArn('production'));
    account.serve('staging', 'web', false);
    account.configure('staging');
    expect((await runDoctor()).text).toContain('transcript: 3 s after the end');
    account.openSession(1, 'ecs-execute-command-22222222222222222');
    const { text } = await runDoctor();
    expect(text.replaceAll(/\s+/g, ' ')).toContain(
      'warning transcript: could not look at the transcript of the session: its cluster production is gone',
    );
  });

  it('may be the token, in place of which KOSLI_API_TOKEN serves', async () => {
    account.ssm.deny('GetParameter');
    process.env.KOSLI_API_TOKEN = TOKEN;
    try {
      const { text } = await runDoctor();
      expect(text).toContain('the token is valid');
      expect(text).toContain('could not look at parameter kosli_api_token');
    } finally {
      delete process.env.KOSLI_API_TOKEN;
    }
  });
});
