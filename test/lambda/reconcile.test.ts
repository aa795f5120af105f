import type { Evidence } from '../../lambda/evidence/attestation';
import type { Reconcile } from '../../lambda/messages/request';
import { sessionMemory } from '../../lambda/reconcile/session-memory';
import { DependencyUnavailableError } from '../../lambda/reporter-error';
import { carryOut } from '../../lambda/stories';
import { person } from '../../stand-ins/recorded-session/callers';
import { executeCommandRecord } from '../../stand-ins/recorded-session/execute-command-record';
import { startSessionRecord } from '../../stand-ins/recorded-session/start-session-record';
import { type FakeAudit, fakeAudit } from './fake-audit';
import { fakePorts } from './fake-ports';
import { RULES, SESSION, transcriptRef } from './records';

const NOW = new Date('2026-07-31T16:30:00Z');
const ALICES = 'AROAEXAMPLEROLEID1234-alice-example.com';
const OTHER = 'ecs-execute-command-0dfcb1f8c2e47585a';
const HOURLY: Reconcile = { kind: 'reconcile', from: null, to: null, daily: false, cursor: null };
const EVENT = 'b0a1c2d3-4e5f-4a6b-8c7d-9e0f1a2b3c4d';

const identity = {
  name: 'user-identity',
  userData: { session_id: SESSION, cloudtrail_event_id: EVENT },
} as const;
const service = {
  name: 'service-identity',
  userData: { session_id: SESSION, task_definition_arn: 'web:7' },
} as const;
const logs = {
  name: 'command-logs',
  userData: { session_id: SESSION, sha256: 'aa', key: 'k', version_id: 'v1' },
} as const;

const reconciled = async (
  facts: FakeAudit,
  {
    request = HOURLY,
    now = NOW,
    ports = {},
    audit = {},
  }: {
    request?: Reconcile;
    now?: Date;
    ports?: Parameters<typeof fakePorts>[1];
    audit?: Parameters<typeof fakeAudit>[1];
  } = {},
) => {
  const fake = fakeAudit(facts, audit);
  const { ports: made } = fakePorts(
    { now },
    { audit: fake.audit, completeSessions: sessionMemory(), ...ports },
  );
  const outcomes = [...(await carryOut(made, RULES, [request])).values()];
  return { ...fake, outcome: outcomes[0] };
};
const session = (id: string, at: string, principal = 'bob') =>
  executeCommandRecord({
    sessionId: id,
    openedAt: new Date(at),
    userIdentity: person(principal),
    eventId: `event-of-${id}`,
  });
const kindsOf = (messages: readonly { readonly kind: string }[]) => messages.map(({ kind }) => kind);

describe('a session that CloudTrail shows', () => {
  it('and Kosli holds in full, is left alone', async () => {
    const { sent, outcome, asked } = await reconciled({
      executeCommands: [executeCommandRecord()],
      held: { [ALICES]: [identity, service, logs] },
    });
    expect(sent).toEqual([]);
    expect(asked.heads).toEqual([]);
    expect(outcome).toMatchObject({
      kind: 'reconciled',
      tally: { sessions: 1, complete: 1, open: 0, queued: 0 },
    });
  });

  it('and whose trail lacks who it was, is reported again with the record that says so', async () => {
    const { sent } = await reconciled({
      executeCommands: [executeCommandRecord()],
      held: { [ALICES]: [service, logs] },
    });
    expect(sent).toMatchObject([{ kind: 'api-call', record: { eventID: EVENT } }]);
    expect(JSON.stringify(sent)).not.toMatch(/streamUrl|tokenValue/);
  });

  it.each([
    [
      'that no digest had confirmed',
      { ...identity, userData: { ...identity.userData, digest_verified: 'pending' } },
    ],
    ['of another call', { ...identity, userData: { ...identity.userData, cloudtrail_event_id: 'another' } }],
  ])('and whose trail names a caller %s, is reported again', async (_, held) => {
    const { sent } = await reconciled({
      executeCommands: [executeCommandRecord()],
      held: { [ALICES]: [held, service, logs] },
    });
    expect(kindsOf(sent)).toEqual(['api-call']);
  });

  it('and whose transcript nobody announced, has it reported from where it must be', async () => {
    const object = transcriptRef();
    const { sent } = await reconciled({
      executeCommands: [executeCommandRecord()],
      held: { [ALICES]: [identity, service] },
      objects: [object],
    });
    expect(sent).toEqual([{ kind: 'transcript', object }]);
  });

  it.each([['is still open', { open: [SESSION] }, new Date('2026-08-02T00:00:00Z')]])(
    'and has no transcript, is not missing one while it %s',
    async (_, facts, now) => {
      const { sent, outcome } = await reconciled(
        { executeCommands: [executeCommandRecord()], held: { [ALICES]: [identity, service] }, ...facts },
        { now, request: { ...HOURLY, from: new Date('2026-07-31T00:00:00Z') } },
      );
      expect(sent).toEqual([]);
      expect(outcome).toMatchObject({ tally: { open: 1 } });
    },
  );

  it('is not looked at while all of it may still be on its way', async () => {
    const { sent, asked, outcome } = await reconciled(
      { executeCommands: [executeCommandRecord()] },
      { now: new Date('2026-07-31T15:25:25Z') },
    );
    expect([sent, asked.trails]).toEqual([[], []]);
    expect(outcome).toMatchObject({ tally: { sessions: 1, open: 1, complete: 0 } });
  });

  it('whose transcript has just been uploaded is not reported a second time beside its own message', async () => {
    const { sent } = await reconciled({
      executeCommands: [executeCommandRecord()],
      held: { [ALICES]: [identity, service] },
      objects: [transcriptRef({ uploadedAt: new Date('2026-07-31T13:31:00Z') })],
    });
    expect(sent).toEqual([]);
  });

  it.each([
    ['its start', undefined, new Date('2026-07-31T15:25:26Z'), ['transcript-missing']],
    ['its end, where SSM knows it', new Date('2026-07-31T14:00:00Z'), new Date('2026-07-31T16:59:00Z'), []],
    [
      'its end, and then no longer',
      new Date('2026-07-31T14:00:00Z'),
      new Date('2026-07-31T17:01:00Z'),
      ['transcript-missing'],
    ],
  ])('has a transcript missing once the grace has passed since %s', async (_, endedAt, now, kinds) => {
    const traces = new Map(endedAt ? [[SESSION, { startedAt: null, endedAt, task: null }]] : []);
    const { sent } = await reconciled(
      { executeCommands: [executeCommandRecord()], held: { [ALICES]: [identity, service] } },
      { now, ports: { traceSessions: async () => traces as never } },
    );
    expect(kindsOf(sent)).toEqual(kinds);
  });

  it('is waited for, not called missing, when SSM does not say whether it is open', async () => {
    const error = new DependencyUnavailableError('SSM did not answer');
    const { sent, outcome } = await reconciled(
      { executeCommands: [executeCommandRecord()], held: { [ALICES]: [identity, service] } },
      { audit: { openSessions: () => Promise.reject(error) } },
    );
    expect(sent).toEqual([]);
    expect(outcome).toEqual({ kind: 'failed', error });
  });
});

describe('a transcript that was reported', () => {
  const reportedLogs = {
    name: 'command-logs',
    userData: {
      session_id: SESSION,
      sha256: 'aa',
      bucket: 'exec-logs',
      key: 'infra-dev/x.log',
      version_id: 'v1',
    },
  } as const;
  const facts: FakeAudit = {
    executeCommands: [executeCommandRecord()],
    held: { [ALICES]: [identity, service, reportedLogs] },
  };
  const daily = { ...HOURLY, daily: true };

  it('and deleted since is evidence of its own, once a day looked at', async () => {
    const reports: Evidence[] = [];
    const reportEvidence = async (evidence: Evidence) => {
      reports.push(evidence);
      return { trail: evidence.trail, sent: ['transcript-replaced'], held: [] };
    };
    await reconciled(facts, { request: daily, ports: { reportEvidence } });
    expect(reports).toMatchObject([
      {
        subject: SESSION,
        trail: ALICES,
        attestations: [
          {
            name: 'transcript-replaced',
            compliant: false,
            userData: { first_sha256: 'aa', second_sha256: null },
          },
        ],
      },
    ]);
  });

  it('and differs from another of its session is told apart, where two invocations reported one each', async () => {
    const reports: Evidence[] = [];
    const reportEvidence = async (evidence: Evidence) => {
      reports.push(evidence);
      return { trail: evidence.trail, sent: [], held: [] };
    };
    const other = { ...reportedLogs, userData: { ...reportedLogs.userData, sha256: 'bb', version_id: 'v2' } };
    const held = { [ALICES]: [identity, service, reportedLogs, other] };
    await reconciled({ ...facts, held }, { ports: { reportEvidence } });
    expect(reports).toHaveLength(2);
    for (const { attestations } of reports)
      expect(attestations).toMatchObject([
        { name: 'transcript-replaced', userData: { first_sha256: 'aa', second_sha256: 'bb' } },
      ]);
  });

  it('and is still there is left alone', async () => {
    const reportEvidence = async () => {
      throw new Error('nothing is to be reported');
    };
    const object = transcriptRef({ key: 'infra-dev/x.log', versionId: 'v1' });
    const { outcome, asked } = await reconciled(
      { ...facts, objects: [object] },
      { request: daily, ports: { reportEvidence } },
    );
    expect(outcome).toMatchObject({ kind: 'reconciled' });
    expect(asked.heads).toContain('infra-dev/x.log');
  });
});

describe('calls that opened no session of ECS Exec', () => {
  const refusal = { errorCode: 'AccessDenied', errorMessage: 'no' };
  const refused = executeCommandRecord({ refusal });

  it('are reported again where the trail lacks them', async () => {
    const { sent } = await reconciled(
      { executeCommands: [refused], startSessions: [startSessionRecord()] },
      { request: { ...HOURLY, daily: true } },
    );
    expect(sent).toMatchObject([
      { kind: 'api-call', record: { eventName: 'ExecuteCommand' } },
      { kind: 'api-call', record: { eventName: 'StartSession' } },
    ]);
  });

  it('are left alone where it holds them', async () => {
    const { sent } = await reconciled({
      executeCommands: [refused],
      held: {
        [ALICES]: [{ name: 'access-denied', userData: { session_id: null, cloudtrail_event_id: EVENT } }],
      },
    });
    expect(sent).toEqual([]);
  });
});

describe('the list of calls', () => {
  const records = ['12:00', '12:10', '12:20', '12:30', '12:40'].map((time, at) =>
    session(`ecs-execute-command-000000000000000${at}`, `2026-07-31T${time}:00Z`),
  );

  it('is read back six hours every hour, and three days once a day', async () => {
    const hourly = await reconciled({});
    expect(hourly.asked.lists).toEqual(['ExecuteCommand 2026-07-31T10:30:00.000Z 2026-07-31T16:30:00.000Z']);
    const daily = await reconciled({}, { request: { ...HOURLY, daily: true } });
    expect(daily.asked.lists.slice(0, 2)).toEqual([
      'ExecuteCommand 2026-07-28T16:30:00.000Z 2026-07-31T16:30:00.000Z',
      'StartSession 2026-07-28T16:30:00.000Z 2026-07-31T16:30:00.000Z',
    ]);
  });

  it('goes on in a message of its own when the time gets short, and in the end every call was looked at', async () => {
    const looked: string[] = [];
    let request: Reconcile = HOURLY;
    for (let invocations = 1; invocations < 10; invocations += 1) {
      let left = 100;
      const time = { signal: new AbortController().signal, leftMs: () => (left -= 30) };
      const { sent, outcome } = await reconciled({ executeCommands: records }, { request, ports: { time } });
      for (const message of sent)
        if (message.kind === 'api-call')
          looked.push(JSON.stringify(message.record).match(/event-of-[^"]+/)?.[0] ?? '');
      const [next] = sent.filter(({ kind }) => kind === 'reconcile');
      if (next?.kind !== 'reconcile') {
        expect(outcome).toMatchObject({ continues: false });
        break;
      }
      expect(outcome).toMatchObject({ continues: true });
      request = {
        kind: 'reconcile',
        from: new Date(next.from ?? ''),
        to: new Date(next.to ?? ''),
        daily: next.daily ?? false,
        cursor: next.cursor ?? null,
      };
    }
    expect(new Set(looked).size).toBe(records.length);
  });

  it('is not gone through again for sessions a warm function has seen complete', async () => {
    const completeSessions = sessionMemory();
    const facts = {
      executeCommands: [executeCommandRecord()],
      held: { [ALICES]: [identity, service, logs] },
    };
    await reconciled(facts, { ports: { completeSessions } });
    const { asked, outcome } = await reconciled(facts, { ports: { completeSessions } });
    expect(asked.trails).toEqual([]);
    expect(outcome).toMatchObject({ tally: { sessions: 1, complete: 1 } });
  });
});

describe('the keys of the bucket, once a day', () => {
  it('show transcripts that no call explains, of these days only', async () => {
    const explained = transcriptRef();
    const unexplained = transcriptRef({ key: `infra-dev/${OTHER}.log` });
    const old = transcriptRef({
      key: 'infra-dev/ecs-execute-command-0aaaaaaaaaaaaaaaa.log',
      uploadedAt: new Date('2026-07-20T00:00:00Z'),
    });
    const { sent } = await reconciled(
      {
        executeCommands: [executeCommandRecord()],
        held: { [ALICES]: [identity, service, logs] },
        objects: [explained, unexplained, old],
      },
      { request: { ...HOURLY, daily: true } },
    );
    expect(sent).toEqual([{ kind: 'transcript', object: unexplained }]);
  });
});

it('a session whose trail name needs a service that ECS has forgotten is left alone, and counted', async () => {
  const fake = fakeAudit({ executeCommands: [executeCommandRecord()] });
  const { ports } = fakePorts({ now: NOW }, { audit: fake.audit, completeSessions: sessionMemory() });
  const rules = { ...RULES, trailNameTemplate: '{service}' };
  const [outcome] = [...(await carryOut(ports, rules, [HOURLY])).values()];
  expect(fake.sent).toEqual([]);
  expect(outcome).toMatchObject({ tally: { sessions: 1, untold: 1, complete: 0 } });
});
