import { randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { ATTESTATIONS, TRANSCRIPT_ATTESTATIONS } from '../../stand-ins/attestations';
import { KOSLI, TOKEN_PARAMETER } from '../../stand-ins/stage';
import { describeOnRuntime } from '../runtime-interface/describe-on-runtime';
import { attestationsOf, endSession, openSession, poll, trailOf, trails, uploadTranscript } from './sessions';
import { stages } from './stage';

const LONGEST_WAIT_SECONDS = 1800;

describeOnRuntime('nothing is lost when Kosli does not accept evidence', () => {
  const openStage = stages();
  const REPORTED = { [trailOf('alice')]: ATTESTATIONS };

  it('because it is down: the message waits, and is reported when Kosli is back', async () => {
    const stage = await openStage();
    await endSession(stage);
    stage.kosli.injectFault(
      { times: 1_000 },
      { kind: 'answer', status: 503, headers: { 'retry-after': '0' } },
    );
    expect((await poll(stage)).deliveries).toMatchObject([{ deleted: false, hiddenForSeconds: 30 }]);
    await stage.mapping.passTime();
    expect((await poll(stage)).deliveries).toMatchObject([{ deleted: false, hiddenForSeconds: 60 }]);
    expect(stage.kosli.requests).toHaveLength(8);
    expect(trails(stage)).toEqual({});
    stage.kosli.clearFaults();
    await stage.mapping.passTime();
    await poll(stage);
    expect(trails(stage)).toEqual(REPORTED);
  });

  it('because it went down half-way: the rest is reported when Kosli is back', async () => {
    const stage = await openStage();
    await endSession(stage);
    stage.kosli.injectFault({ method: 'POST' }, { kind: 'delay', ms: 0 });
    stage.kosli.injectFault(
      { times: 1_000, method: 'POST' },
      { kind: 'answer', status: 502, headers: { 'retry-after': '0' } },
    );
    await poll(stage);
    expect(trails(stage)).toEqual({ [trailOf('alice')]: ['user-identity'] });
    stage.kosli.clearFaults();
    await stage.mapping.passTime();
    await poll(stage);
    expect(trails(stage)).toEqual(REPORTED);
  });

  it('because the connection breaks: what may be done twice is done again at once, the rest after a look', async () => {
    const stage = await openStage();
    await endSession(stage);
    stage.kosli.injectFault({ method: 'PUT' }, { kind: 'reset' });
    stage.kosli.injectFault({ method: 'POST' }, { kind: 'reset' });
    expect((await poll(stage)).deliveries).toMatchObject([{ deleted: false, hiddenForSeconds: 120 }]);
    await stage.mapping.passTime();
    expect((await poll(stage)).deliveries).toMatchObject([{ deleted: true }]);
    expect(trails(stage)).toEqual(REPORTED);
  });

  it.each([
    [429, 30],
    [503, 120],
  ])('because it asks the function to wait (%s): the function waits', async (status, usualWait) => {
    const stage = await openStage();
    await endSession(stage);
    const busy = (seconds: number) =>
      ({ kind: 'answer', status, headers: { 'retry-after': String(seconds) } }) as const;
    stage.kosli.injectFault({ times: 100 }, busy(300));
    expect((await poll(stage)).deliveries).toMatchObject([{ deleted: false, hiddenForSeconds: 300 }]);
    expect(stage.kosli.requests).toHaveLength(1);
    stage.kosli.clearFaults();
    stage.kosli.injectFault({ method: 'POST', times: 100 }, busy(0));
    await stage.mapping.passTime();
    expect((await poll(stage)).deliveries).toMatchObject([
      { deleted: false, hiddenForSeconds: Math.max(60, usualWait) },
    ]);
    stage.kosli.clearFaults();
    await stage.mapping.passTime();
    await poll(stage);
    expect(trails(stage)).toEqual(REPORTED);
  });

  it('because a proxy answers in its place, with a web page', async () => {
    const stage = await openStage();
    await endSession(stage);
    const page = { kind: 'answer', status: 200, headers: { 'content-type': 'text/html' } } as const;
    stage.kosli.injectFault({ method: 'POST', times: 100 }, page);
    expect((await poll(stage)).deliveries).toMatchObject([{ deleted: false }]);
    stage.kosli.clearFaults();
    await stage.mapping.passTime();
    await poll(stage);
    expect(trails(stage)).toEqual(REPORTED);
  });

  it('because the token is wrong: the log names the parameter, and the message waits', async () => {
    const stage = await openStage();
    stage.ssm.putSecret(TOKEN_PARAMETER, 'an unknown token');
    await endSession(stage);
    expect((await poll(stage)).deliveries).toMatchObject([
      { deleted: false, hiddenForSeconds: LONGEST_WAIT_SECONDS },
    ]);
    expect(stage.reporter.logs()).toContain(
      `Put a valid API token of organization \\"${KOSLI.org}\\" into parameter \\"${TOKEN_PARAMETER}\\".`,
    );
    stage.ssm.putSecret(TOKEN_PARAMETER, KOSLI.token);
    await stage.mapping.passTime();
    await poll(stage);
    expect(trails(stage)).toEqual(REPORTED);
  });

  // Once only a 401 made the function read the parameter again; a warm one went on with a token that lacked the role.
  it('because the token lacks permission: it is read again once it has been replaced', async () => {
    const stage = await openStage();
    await endSession(stage);
    const refused = { kind: 'answer', status: 403 } as const;
    stage.kosli.injectFault({ times: 100 }, refused);
    expect((await poll(stage)).deliveries).toMatchObject([{ hiddenForSeconds: LONGEST_WAIT_SECONDS }]);
    stage.kosli.clearFaults();
    stage.kosli.rotateToken('a token with the role');
    stage.ssm.putSecret(TOKEN_PARAMETER, 'a token with the role');
    stage.kosli.injectFault({}, refused);
    await stage.mapping.passTime();
    await poll(stage);
    expect(trails(stage)).toEqual(REPORTED);
  });

  it('because the token was rotated: it is read again, and evidence flows in the same invocation', async () => {
    const stage = await openStage();
    await endSession(stage);
    await poll(stage);
    stage.kosli.rotateToken('the new token');
    stage.ssm.putSecret(TOKEN_PARAMETER, 'the new token');
    await uploadTranscript(stage, { bytes: Buffer.from('$ another transcript of the session') });
    expect((await poll(stage)).deliveries).toMatchObject([{ deleted: true }]);
    expect(trails(stage)).toEqual({
      [trailOf('alice')]: [...ATTESTATIONS, ...TRANSCRIPT_ATTESTATIONS, 'transcript-replaced'],
    });
    expect(stage.kosli.requests.filter(({ status }) => status === 401)).toHaveLength(1);
  });

  it('because the flow does not exist: the log says which, and the message waits', async () => {
    const stage = await openStage({ variables: { kosli_flow_name: 'no-such-flow' } });
    await endSession(stage);
    expect((await poll(stage)).deliveries).toMatchObject([
      { deleted: false, hiddenForSeconds: LONGEST_WAIT_SECONDS },
    ]);
    expect(stage.reporter.logs()).toContain(
      `Create flow \\"no-such-flow\\" in organization \\"${KOSLI.org}\\"`,
    );
  });

  it('because the transcript is too large: it is sent gzipped', async () => {
    const stage = await openStage();
    stage.kosli.refuseLargerThan(300_000);
    openSession(stage);
    const bytes = await uploadTranscript(stage, {
      bytes: Buffer.alloc(1_000_000, 'the same line again\r\r\n'),
    });
    await poll(stage);
    const { commandLogs } = attestationsOf(stage);
    expect(commandLogs).toMatchObject({
      is_compliant: true,
      user_data: { attached: 'gzip', size_bytes: bytes.length },
      attachment: { filename: expect.stringMatching(/\.log\.gz$/) },
    });
    expect(gunzipSync(commandLogs.attachment?.bytes ?? '').equals(bytes)).toBe(true);
  });

  it('because it is too large even gzipped: the evidence says where it is stored', async () => {
    const stage = await openStage();
    stage.kosli.refuseLargerThan(300_000);
    openSession(stage);
    const bytes = await uploadTranscript(stage, { bytes: randomBytes(1_000_000) });
    await poll(stage);
    expect(attestationsOf(stage).commandLogs).toMatchObject({
      is_compliant: true,
      attachment: null,
      user_data: {
        attached: 'reference',
        bucket: stage.applied.bucket,
        key: expect.stringMatching(/^production\/.*\.log$/),
        version_id: expect.any(String),
        size_bytes: bytes.length,
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    });
  });
});
