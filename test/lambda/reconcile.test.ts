import type { Evidence } from '../../lambda/evidence/attestation';
import { DependencyUnavailableError } from '../../lambda/reporter-error';
import { executeCommandRecord } from '../../stand-ins/recorded-session/execute-command-record';
import { startSessionRecord } from '../../stand-ins/recorded-session/start-session-record';
import type { FakeAudit } from './fake-audit';
import { ALICES, EVENT, HOURLY, identity, kindsOf, logs, reconciled, service } from './reconciled';
import { SESSION, transcriptRef } from './records';

describe('a session that CloudTrail shows', () => {
  it('and that cannot be read, is warned of', async () => {
    const record = { ...executeCommandRecord(), responseElements: null };
    const { warnings, outcome } = await reconciled({ executeCommands: [record], held: {} });
    expect(warnings).toEqual(['CloudTrail shows ExecuteCommand calls whose session cannot be read']);
    expect(outcome).toMatchObject({ kind: 'reconciled', tally: { sessions: 0 } });
  });

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
      expect(outcome).toMatchObject({ tally: { open: 1, complete: 0 } });
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

describe("SSM's history that gave no answer", () => {
  it('is not one that knows no end: the session waits, however long ago it was opened', async () => {
    const error = new DependencyUnavailableError('SSM is throttled');
    const { sent, outcome } = await reconciled(
      { executeCommands: [executeCommandRecord()], held: { [ALICES]: [identity, service] } },
      { ports: { traceSessions: async (ids) => new Map(ids.map((id) => [id, error])) } },
    );
    expect(sent).toEqual([]);
    expect(outcome).toMatchObject({ kind: 'reconciled', tally: { open: 1 } });
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
    expect(reports.map(({ subject, trail }) => [subject, trail])).toEqual([
      [SESSION, ALICES],
      [SESSION, ALICES],
    ]);
    for (const { attestations } of reports)
      expect(attestations).toMatchObject([{ userData: { cloudtrail_event_id: EVENT } }]);
    for (const { attestations } of reports)
      expect(attestations).toMatchObject([
        { name: 'transcript-replaced', userData: { first_sha256: 'aa', second_sha256: 'bb' } },
      ]);
  });

  it('and another of its session that was never read are not two that differ', async () => {
    const reportEvidence = async () => {
      throw new Error('nothing is to be reported');
    };
    const gone = { ...reportedLogs, userData: { ...reportedLogs.userData, sha256: null, version_id: 'v2' } };
    const held = { [ALICES]: [identity, service, reportedLogs, gone] };
    const { outcome } = await reconciled({ ...facts, held }, { ports: { reportEvidence } });
    expect(outcome).toMatchObject({ kind: 'reconciled' });
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
