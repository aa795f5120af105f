import { positionOf } from '../../lambda/messages/cursor';
import type { Reconcile } from '../../lambda/messages/request';
import type { AuditPorts } from '../../lambda/ports';
import { sessionMemory } from '../../lambda/reconcile/session-memory';
import { DependencyUnavailableError } from '../../lambda/reporter-error';
import { carryOut } from '../../lambda/stories';
import { executeCommandRecord } from '../../stand-ins/recorded-session/execute-command-record';
import { type FakeAudit, fakeAudit } from './fake-audit';
import { fakePorts } from './fake-ports';
import {
  ALICES,
  HOURLY,
  identity,
  kindsOf,
  logs,
  NOW,
  OTHER,
  reconciled,
  service,
  session,
} from './reconciled';
import { RULES, SESSION, sessionId, TASK_ARN, transcriptRef } from './records';

type Logs = NonNullable<FakeAudit['held']>[string][number];

describe('the list of calls', () => {
  const records = ['12:00', '12:10', '12:20', '12:30', '12:40'].map((time, at) =>
    session(`ecs-execute-command-000000000000000${at}`, `2026-07-31T${time}:00Z`),
  );

  /** The lists of calls that a scheduled run reads at 16:30 with this grace. */
  const listed = async (transcriptGraceMinutes: number, daily = false) => {
    const rules = { ...RULES, transcriptGraceMinutes };
    return (await reconciled({}, { request: { ...HOURLY, daily }, rules })).asked.lists;
  };

  it.each([
    ['three hours', 180, '2026-07-31T10:30:00.000Z 2026-07-31T13:30:00.000Z'],
    ['eight hours', 480, '2026-07-31T05:30:00.000Z 2026-07-31T08:30:00.000Z'],
    ['no time', 0, '2026-07-31T13:30:00.000Z 2026-07-31T16:30:00.000Z'],
  ])(
    'is read every hour for what became overdue in the last three, with a grace of %s',
    async (_, grace, span) => {
      expect(await listed(grace)).toEqual([`ExecuteCommand ${span}`]);
    },
  );

  it.each([
    ['three hours', 180, '2026-07-28T12:30:00.000Z 2026-07-31T13:30:00.000Z'],
    ['a day', 1440, '2026-07-27T15:30:00.000Z 2026-07-30T16:30:00.000Z'],
  ])('is read once a day for sessions of two days, with a grace of %s', async (_, grace, span) => {
    expect((await listed(grace, true)).slice(0, 2)).toEqual([
      `ExecuteCommand ${span}`,
      'StartSession 2026-07-30T10:30:00.000Z 2026-07-31T16:30:00.000Z',
    ]);
  });

  it('still shows a session of 48 hours the day after its transcript became overdue', async () => {
    const opened = new Date('2026-07-01T01:21:00Z');
    const record = session(OTHER, opened.toISOString());
    const ended = { startedAt: opened, endedAt: new Date('2026-07-03T01:21:00Z'), task: null };
    const sentOn = async (day: string) => {
      const { sent } = await reconciled(
        { executeCommands: [record] },
        {
          now: new Date(`2026-07-${day}T04:20:00Z`),
          request: { ...HOURLY, daily: true },
          ports: { traceSessions: async () => new Map([[sessionId(OTHER), ended]]) },
        },
      );
      return kindsOf(sent);
    };
    expect(await sentOn('03')).not.toContain('transcript-missing');
    expect(await sentOn('04')).toContain('transcript-missing');
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
        from: next.from === undefined ? null : new Date(next.from),
        to: new Date(next.to ?? ''),
        daily: next.daily ?? false,
        position: positionOf(next.cursor ?? ''),
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

  it('is gone through again for sessions that still lacked something', async () => {
    const completeSessions = sessionMemory();
    const facts = { executeCommands: [executeCommandRecord()], held: { [ALICES]: [service, logs] } };
    await reconciled(facts, { ports: { completeSessions } });
    const { sent } = await reconciled(facts, { ports: { completeSessions } });
    expect(kindsOf(sent)).toEqual(['api-call']);
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

  it('are compared with all calls of these days, also with those that another invocation went through', async () => {
    const { sent, outcome } = await reconciled(
      {
        executeCommands: [executeCommandRecord()],
        held: { [ALICES]: [identity, service, logs] },
        objects: [transcriptRef()],
      },
      {
        request: { ...HOURLY, daily: true, position: { phase: 'calls', after: '2026-07-30T00:00:00.000Z' } },
      },
    );
    expect(outcome).toMatchObject({ continues: false, tally: { sessions: 0 } });
    expect(sent).toEqual([]);
  });
});

describe('a transcript under another key than its call says', () => {
  const elsewhere = transcriptRef({ key: `of-before/${SESSION}.log` });
  const executeCommands = [executeCommandRecord()];
  const reported = (...held: readonly (typeof identity | typeof service | Logs)[]) => ({ [ALICES]: held });
  const missing: Logs = {
    name: 'command-logs',
    userData: { session_id: SESSION, sha256: null, bucket: null, key: null, cause: 'unknown' },
  };
  const operators: Reconcile = {
    kind: 'reconcile',
    from: new Date('2026-07-31T00:00:00Z'),
    to: NOW,
    daily: false,
    position: null,
  };
  const DAILY = { ...HOURLY, daily: true };
  const WENT_ON: Reconcile = { ...DAILY, to: NOW, position: { phase: 'keys', after: null } };

  it.each([
    ['once a day', DAILY],
    ['when an operator asks for the time', operators],
    ['in a run that went on with the keys', WENT_ON],
  ])('is reported from there, %s, whatever Kosli holds of the session', async (_, request) => {
    for (const held of [
      reported(),
      reported(identity, service, missing),
      reported(identity, service, logs),
    ]) {
      const { sent } = await reconciled(
        {
          executeCommands,
          held,
          objects: [...(held[ALICES]?.includes(logs) ? [transcriptRef()] : []), elsewhere],
        },
        { request },
      );
      expect(sent.filter(({ kind }) => kind === 'transcript')).toEqual([
        { kind: 'transcript', object: elsewhere },
      ]);
    }
  });

  it('is left alone once it was reported from there', async () => {
    const there: Logs = { ...logs, userData: { ...logs.userData, key: elsewhere.key } };
    for (const request of [DAILY, operators, WENT_ON]) {
      const { sent } = await reconciled(
        { executeCommands, held: reported(identity, service, there), objects: [elsewhere] },
        { request },
      );
      expect(sent).toEqual([]);
    }
  });

  it('is reported where the call says, too, when it came after it was called missing', async () => {
    const late = transcriptRef();
    const { sent } = await reconciled(
      { executeCommands, held: reported(identity, service, missing), objects: [late] },
      { request: DAILY },
    );
    expect(sent).toEqual([{ kind: 'transcript', object: late }]);
  });

  it('is reported once where the call says, though the keys show it as well', async () => {
    for (const request of [DAILY, operators]) {
      const { sent } = await reconciled(
        { executeCommands, held: reported(identity, service), objects: [transcriptRef()] },
        { request },
      );
      expect(kindsOf(sent)).toEqual(['transcript']);
    }
  });

  it('is left alone where nobody can tell the trail of the session', async () => {
    const rules = { ...RULES, trailNameTemplate: '{service}' };
    for (const request of [DAILY, WENT_ON]) {
      const { sent, outcome } = await reconciled(
        { executeCommands, objects: [elsewhere] },
        { request, rules },
      );
      expect([sent, outcome]).toEqual([[], expect.objectContaining({ kind: 'reconciled' })]);
    }
  });

  it('costs no look-up in event history, and one list of a trail', async () => {
    const { asked } = await reconciled(
      { executeCommands, held: reported(identity, service, logs), objects: [transcriptRef(), elsewhere] },
      { request: DAILY },
    );
    expect(asked.lists.filter((list) => list.startsWith('ExecuteCommand'))).toHaveLength(1);
    expect(asked.trails).toEqual([ALICES, ALICES]);
  });
});

describe('a session whose trail name needs its service', () => {
  const withService = async ({
    warn,
    ...ports
  }: Parameters<typeof fakePorts>[1] & Partial<Pick<AuditPorts, 'warn'>> = {}) => {
    const fake = fakeAudit({ executeCommands: [executeCommandRecord()] }, warn && { warn });
    const { ports: made } = fakePorts(
      { now: NOW },
      { audit: fake.audit, completeSessions: sessionMemory(), ...ports },
    );
    const rules = { ...RULES, trailNameTemplate: '{service}' };
    const [outcome] = [...(await carryOut(made, rules, [HOURLY])).values()];
    return { outcome, sent: fake.sent };
  };

  it('is left alone, counted and named in a warning, once ECS has forgotten the task', async () => {
    const warned = jest.fn();
    const { outcome, sent } = await withService({ warn: warned });
    expect(sent).toEqual([]);
    expect(warned).toHaveBeenCalledTimes(1);
    expect(warned).toHaveBeenCalledWith(
      expect.stringMatching(/not checked: 1.*\{service\}.*Look for their ids/),
      {
        session_ids: [SESSION],
        not_named: 0,
      },
    );
    expect(outcome).toMatchObject({ tally: { sessions: 1, untold: 1, complete: 0 } });
  });

  it('is looked at again when ECS gave no answer, which does not say that it forgot', async () => {
    const error = new DependencyUnavailableError('ECS did not answer');
    const { outcome } = await withService({ describeTasks: async () => new Map([[TASK_ARN, error]]) });
    expect(outcome).toEqual({ kind: 'failed', error });
  });
});
