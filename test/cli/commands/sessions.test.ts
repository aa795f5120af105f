import { sessions } from '../../../cli/commands/sessions';
import { EXIT } from '../../../cli/exit-code';
import { person } from '../../../stand-ins/recorded-session/callers';
import { executeCommandRecord } from '../../../stand-ins/recorded-session/execute-command-record';
import {
  SESSION_TARGET,
  STREAM_URL,
  TASK_ARN,
  TOKEN_VALUE,
} from '../../../stand-ins/recorded-session/session';
import { startSessionRecord } from '../../../stand-ins/recorded-session/start-session-record';
import { KOSLI } from '../../../stand-ins/stage';
import {
  endSession,
  openSession,
  poll,
  rememberStart,
  sessionId,
  uploadTranscript,
} from '../../end-to-end/sessions';
import { accountsOnStage, runCommand } from '../account-on-stage';

const hoursAgo = (hours: number): Date => new Date(Math.floor(Date.now() / 1000) * 1000 - hours * 3_600_000);
const REFUSAL = { errorCode: 'AccessDeniedException', errorMessage: 'not authorized' };

describe('the list of sessions', () => {
  const openAccount = accountsOnStage();

  it('says who was where for how long, and that all evidence is on Kosli', async () => {
    const { stage } = await openAccount();
    const openedAt = hoursAgo(5);
    await endSession(stage, { openedAt });
    rememberStart(stage, openedAt);
    await poll(stage);
    const { code, text, json } = await runCommand(sessions);
    expect(code).toBe(EXIT.ok);
    expect(text).toMatch(/alice +production\/checkout +1 min$/m);
    expect(text).toContain(`${sessionId()}  ok: user-identity, service-identity, command-logs`);
    expect(text).toContain('All evidence is on Kosli, and compliant.');
    expect(json.calls).toEqual([
      expect.objectContaining({
        kind: 'session',
        sessionId: sessionId(),
        calledAt: openedAt.toISOString(),
        durationSeconds: 60,
        trail: 'AROAEXAMPLE-alice',
        attestations: { 'user-identity': 'ok', 'service-identity': 'ok', 'command-logs': 'ok' },
      }),
    ]);
  });

  it('ends with 1 when a session has no evidence after the grace, and names what is missing', async () => {
    const { stage } = await openAccount();
    openSession(stage, { openedAt: hoursAgo(5) });
    const { code, text } = await runCommand(sessions);
    expect(code).toBe(EXIT.found);
    expect(text).toContain('missing: user-identity, service-identity, command-logs');
    expect(text).toContain('1 with evidence missing.');
  });

  it('waits for the evidence of a session that is open, or that ended just now', async () => {
    const { stage } = await openAccount();
    openSession(stage, { openedAt: hoursAgo(6) });
    stage.ssm.openSession({ SessionId: sessionId(), Target: SESSION_TARGET, StartDate: Date.now() / 1000 });
    openSession(stage, { sessionId: sessionId(2), openedAt: hoursAgo(1) });
    const { code, text, json } = await runCommand(sessions);
    expect(code).toBe(EXIT.ok);
    expect(text).toMatch(/open$/m);
    for (const { attestations } of json.calls)
      expect(attestations).toEqual({
        'user-identity': 'awaited',
        'service-identity': 'awaited',
        'command-logs': 'awaited',
      });
  });

  it('ends with 1 when an attestation is not compliant: the task was forgotten before it was described', async () => {
    const { stage } = await openAccount();
    openSession(stage, { openedAt: hoursAgo(5) });
    stage.ecs.forget(TASK_ARN);
    await uploadTranscript(stage);
    await poll(stage);
    const { code, json } = await runCommand(sessions);
    expect(code).toBe(EXIT.found);
    expect(json.calls[0].attestations).toMatchObject({
      'user-identity': 'ok',
      'service-identity': 'not compliant',
    });
  });

  it('lets no later attestation hide one that is not compliant', async () => {
    const { stage } = await openAccount();
    const openedAt = hoursAgo(5);
    const user_data = { session_id: sessionId() };
    openSession(stage, { openedAt });
    stage.kosli.addAttestations('AROAEXAMPLE-alice', [
      { attestation_name: 'user-identity', is_compliant: true, user_data },
      { attestation_name: 'service-identity', is_compliant: true, user_data },
      { attestation_name: 'command-logs', is_compliant: false, user_data },
      { attestation_name: 'command-logs', is_compliant: true, user_data },
      { attestation_name: 'transcript-replaced', is_compliant: false, user_data },
    ]);
    const { code, json } = await runCommand(sessions);
    expect(code).toBe(EXIT.found);
    expect(json.calls[0].attestations).toEqual({
      'user-identity': 'ok',
      'service-identity': 'ok',
      'command-logs': 'not compliant',
      'transcript-replaced': 'not compliant',
    });
  });

  it('ends with 2 when the trail of a session cannot be told any more, and does not call it missing', async () => {
    const { stage } = await openAccount({ trail_name_template: '{principalId}-{service}' });
    openSession(stage, { openedAt: hoursAgo(5) });
    stage.ecs.forget(TASK_ARN);
    const { code, text } = await runCommand(sessions);
    expect(code).toBe(EXIT.failed);
    expect(text).toContain('unknown: user-identity, service-identity, command-logs');
  });

  it('calls nothing missing of a session when SSM does not say when it ended, and ends with 2', async () => {
    const { stage } = await openAccount();
    openSession(stage, { openedAt: hoursAgo(5) });
    // All that the client tries, and nothing of what is asked after it.
    stage.ssm.throttle(6);
    const { code, text, remarks } = await runCommand(sessions);
    expect(code).toBe(EXIT.failed);
    expect(text).toContain('unknown: user-identity, service-identity, command-logs');
    expect(remarks).toEqual([expect.stringContaining('SSM could not say')]);
  });

  it('shows what was reported while nobody knew who opened a session', async () => {
    const { stage } = await openAccount();
    stage.kosli.addAttestations(`unattributed-${sessionId()}`, [
      {
        attestation_name: 'user-identity',
        is_compliant: false,
        user_data: { session_id: sessionId(), reason: 'nobody was found' },
      },
    ]);
    openSession(stage, { openedAt: hoursAgo(5) });
    const { code, text } = await runCommand(sessions);
    expect(code).toBe(EXIT.found);
    expect(text).toContain('not compliant: user-identity');
  });

  it('lists refused calls and sessions past ECS Exec, whether or not Kosli has them', async () => {
    const { stage } = await openAccount();
    const userIdentity = person('mallory');
    stage.cloudtrail.record(
      executeCommandRecord({ openedAt: hoursAgo(5), eventId: 'refused', userIdentity, refusal: REFUSAL }),
      startSessionRecord({ openedAt: hoursAgo(4), eventId: 'bypassed', userIdentity }),
    );
    const { code, text } = await runCommand(sessions);
    expect(code).toBe(EXIT.found);
    expect(text).toMatch(/mallory .* refused\n {2}event refused {2}missing: access-denied/);
    expect(text).toMatch(/mallory .* bypass\n {2}event bypassed {2}missing: session-bypass/);
    expect(text).toContain('0 sessions, 1 refused call, 1 bypass ');
  });

  it.each([
    ['has no response', { responseElements: null }, 'sessionId is missing'],
    ['has no session', { responseElements: {} }, 'sessionId is missing'],
    [
      'has an odd session id',
      { responseElements: { session: { sessionId: 'session-1' } } },
      'sessionId is "session-1"',
    ],
  ])('lists a call that %s and was not refused, and ends with 2', async (_, fields, why) => {
    const { stage } = await openAccount();
    const calledAt = hoursAgo(5);
    const userIdentity = person('mallory');
    stage.cloudtrail.record(
      executeCommandRecord({ openedAt: calledAt, eventId: 'odd-1', userIdentity }, fields),
    );
    const { code, text, json } = await runCommand(sessions);
    expect(code).toBe(EXIT.failed);
    expect(json).toMatchObject({
      calls: [],
      unreadable: [
        {
          eventName: 'ExecuteCommand',
          eventId: 'odd-1',
          calledAt: calledAt.toISOString(),
          caller: { name: 'mallory' },
          reason: expect.stringContaining(why),
        },
      ],
    });
    expect(text).toMatch(/mallory +ExecuteCommand +cannot be read\n {2}event odd-1\n {2}cannot be read: /);
    expect(text).toContain('1 call cannot be read');
    for (const line of text?.split('\n') ?? []) expect(line.length).toBeLessThanOrEqual(100);
  });

  it('lists an event whose record is not JSON by its id and time, and ends with 2', async () => {
    const { stage } = await openAccount();
    const calledAt = hoursAgo(5);
    const Events = [{ EventId: 'odd-2', EventTime: calledAt.getTime() / 1000, CloudTrailEvent: '{' }];
    stage.cloudtrail.answerWith('LookupEvents', {
      status: 200,
      body: Buffer.from(JSON.stringify({ Events })),
    });
    const { code, text, json } = await runCommand(sessions);
    expect(code).toBe(EXIT.failed);
    expect(json.unreadable).toEqual([
      expect.objectContaining({ eventId: 'odd-2', calledAt: calledAt.toISOString(), caller: null }),
    ]);
    expect(text).toContain('event odd-2');
  });

  it('does not take what no CloudTrail answers for a period without calls', async () => {
    const { stage } = await openAccount();
    for (const body of ['', 'null', '[]', '{}']) {
      stage.cloudtrail.answerWith('LookupEvents', { status: 200, body: Buffer.from(body) });
      await expect(runCommand(sessions)).rejects.toThrow('answered without a list of events');
    }
  });

  it('names a caller by all that follows the first colon of the principal id', async () => {
    const { stage } = await openAccount();
    openSession(stage, { openedAt: hoursAgo(5), userIdentity: person('mallory:alice') });
    expect((await runCommand(sessions)).text).toMatch(/ mallory:alice /);
  });

  it('lists what was asked for and nothing else', async () => {
    const { stage } = await openAccount();
    openSession(stage, { openedAt: hoursAgo(50) });
    openSession(stage, { openedAt: hoursAgo(5), sessionId: sessionId(2) });
    const idsOf = async (given: object) =>
      (await runCommand(sessions, { ...given })).json.calls.map(
        (call: { sessionId: string }) => call.sessionId,
      );
    expect(await idsOf({})).toEqual([sessionId(2)]);
    expect(await idsOf({ from: hoursAgo(60).toISOString(), to: hoursAgo(40).toISOString() })).toEqual([
      sessionId(),
    ]);
    expect(await idsOf({ from: hoursAgo(72).toISOString().slice(0, 10) })).toEqual([
      sessionId(2),
      sessionId(),
    ]);
  });

  it.each([
    ['a day that is none', { from: '2026-02-30' }, '--from is "2026-02-30", expected a day or a time'],
    ['a local time', { to: '2026-07-31T12:00:00' }, '--to is "2026-07-31T12:00:00", expected'],
    [
      'the wrong way round',
      { from: '2026-07-02', to: '2026-07-01' },
      '--from 2026-07-02 is after --to 2026-07-01',
    ],
    ['before event history begins', { from: '2020-01-01', to: '2020-01-02' }, 'keeps 90 days'],
  ])('refuses a period that is %s, without asking anybody', async (_, given, problem) => {
    await expect(runCommand(sessions, given)).rejects.toThrow(problem);
  });

  it('fits into 100 columns, and obeys nothing that a caller wrote', async () => {
    const { stage } = await openAccount();
    const name = `\u001b[2J${'very-long-name-of-somebody-'.repeat(5)}`;
    openSession(stage, { openedAt: hoursAgo(5), userIdentity: person(name) });
    const { text } = await runCommand(sessions);
    expect(text).not.toContain('\u001b');
    for (const line of text?.split('\n') ?? []) expect(line.length).toBeLessThanOrEqual(100);
  });

  it('shows neither the token of Kosli nor what opens a stream', async () => {
    const { stage } = await openAccount();
    await endSession(stage, { openedAt: hoursAgo(5) });
    await poll(stage);
    const shown = JSON.stringify(await runCommand(sessions));
    for (const secret of [KOSLI.token, STREAM_URL, TOKEN_VALUE]) expect(shown).not.toContain(secret);
  });

  it('says who has to do what when Kosli refuses the token', async () => {
    const { stage } = await openAccount();
    openSession(stage, { openedAt: hoursAgo(5) });
    stage.ssm.putSecret('kosli_api_token', 'wrong');
    await expect(runCommand(sessions)).rejects.toThrow(/Kosli answered 401 .*Put a valid API token/s);
  });

  it('says which permission is missing as one of whoever asks, not of the function', async () => {
    const { lambda } = await openAccount();
    lambda.deny('lambda:GetFunctionConfiguration');
    await expect(runCommand(sessions)).rejects.toThrow(/use credentials of its account that may/);
  });
});
