import { cursorOf } from '../../lambda/messages/cursor';
import type { TranscriptRef } from '../../lambda/transcript/transcript';
import { executeCommandRecord } from '../../stand-ins/recorded-session/execute-command-record';
import type { FakeAudit } from './fake-audit';
import { ALICES, HOURLY, identity, logs, NOW, OTHER, reconciled, service } from './reconciled';
import { RULES, SESSION, sessionId, transcriptRef } from './records';

const DAILY = { ...HOURLY, daily: true };
const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000);
const unexplained = (changes: Partial<TranscriptRef> = {}) =>
  transcriptRef({ key: `infra-dev/${OTHER}.log`, uploadedAt: hoursAgo(10), ...changes });
const logsOf = (session_id: string, key: string) => ({
  ...logs,
  userData: { ...logs.userData, session_id, key },
});
const kept = async (facts: FakeAudit, audit: Parameters<typeof reconciled>[1] = {}) => {
  const { sent, outcome, asked } = await reconciled(facts, { request: DAILY, ...audit });
  return { transcripts: sent.filter(({ kind }) => kind === 'transcript'), sent, outcome, asked };
};

describe('a transcript that no call explains', () => {
  // The grace is three hours, and a daily run looks at 73 hours before it.
  it.each([
    ['as soon as the grace has passed', hoursAgo(3), true],
    ['not before', new Date(hoursAgo(3).getTime() + 1), false],
    ['for as long as a daily run looks back', hoursAgo(76), true],
    ['no longer', new Date(hoursAgo(76).getTime() - 1), false],
  ])('is reported %s', async (_, uploadedAt, isReported) => {
    const object = unexplained({ uploadedAt });
    const { transcripts, outcome } = await kept({ objects: [object] });
    expect(transcripts).toEqual(isReported ? [{ kind: 'transcript', object }] : []);
    expect(outcome).toMatchObject({ kind: 'reconciled', tally: { sessions: 0, queued: isReported ? 1 : 0 } });
  });

  it('is left alone once it was reported without a caller', async () => {
    const held = (id: string) => ({ [`unattributed-${OTHER}`]: [logsOf(id, unexplained().key)] });
    expect((await kept({ objects: [unexplained()], held: held(OTHER) })).transcripts).toEqual([]);
    expect((await kept({ objects: [unexplained()], held: held(SESSION) })).transcripts).toHaveLength(1);
    const named = { [`unattributed-${OTHER}`]: [{ ...identity, userData: { session_id: OTHER } }] };
    expect((await kept({ objects: [unexplained()], held: named })).transcripts).toHaveLength(1);
  });

  it('is not one when it is not a transcript by its name', async () => {
    const object = unexplained({ key: 'infra-dev/README.txt' });
    const { transcripts, outcome } = await kept(
      {},
      {
        audit: {
          listTranscripts: async function* () {
            yield [object];
            yield [];
          },
        },
      },
    );
    expect([transcripts, outcome]).toEqual([[], expect.objectContaining({ kind: 'reconciled' })]);
  });

  it('goes on after the last key that was looked at, when the time is up', async () => {
    const objects = [unexplained({ key: `a/${OTHER}.log` }), unexplained({ key: `b/${OTHER}.log` })];
    let left = 100;
    const time = { signal: new AbortController().signal, leftMs: () => (left -= 50) };
    const pages: (readonly TranscriptRef[])[] = [[], objects.slice(0, 1), objects.slice(1)];
    const request = { ...DAILY, to: NOW, position: { phase: 'keys', after: null } } as const;
    const listTranscripts = async function* () {
      yield* pages;
    };
    const { sent, outcome } = await reconciled({}, { request, ports: { time }, audit: { listTranscripts } });
    expect(outcome).toMatchObject({ continues: true, tally: { queued: 1 } });
    expect(sent).toMatchObject([
      { kind: 'transcript', object: objects[0] },
      { kind: 'reconcile', cursor: cursorOf({ phase: 'keys', after: `a/${OTHER}.log` }) },
    ]);
  });
});

describe('the trail of a session says where its transcripts were reported from', () => {
  const executeCommands = [executeCommandRecord()];
  const there = `of-before/${SESSION}.log`;

  it('in the bucket of this reporter, not in that of another', async () => {
    const elsewhere = {
      ...logsOf(SESSION, there),
      userData: { ...logsOf(SESSION, there).userData, bucket: 'other' },
    };
    const object = transcriptRef({ key: there });
    const held = { [ALICES]: [identity, service, elsewhere] };
    expect((await kept({ executeCommands, held, objects: [object] })).transcripts).toEqual([
      { kind: 'transcript', object },
    ]);
  });

  it('or, until then, its cluster says where one belongs', async () => {
    const object = transcriptRef({ key: `shells/${SESSION}.log` });
    const logging = { kind: 'override', bucket: 'exec-logs', prefix: 'shells' } as const;
    const { transcripts } = await kept({ executeCommands, objects: [object], logging });
    expect(transcripts).toEqual([{ kind: 'transcript', object }]);
  });

  it('or, where the call names no task, the operator does', async () => {
    const fields = { requestParameters: null, responseElements: { session: { sessionId: SESSION } } };
    const record = executeCommandRecord({}, fields);
    const logging = { kind: 'override', bucket: 'exec-logs', prefix: 'shells' } as const;
    const { transcripts } = await kept({ executeCommands: [record], objects: [transcriptRef()], logging });
    expect(transcripts).toEqual([{ kind: 'transcript', object: transcriptRef() }]);
  });

  it('and a session that was opened twice over costs its cluster one question', async () => {
    const described: (readonly string[])[] = [];
    const request = { ...DAILY, to: NOW, position: { phase: 'keys', after: null } } as const;
    const objects = [transcriptRef(), transcriptRef({ key: there })];
    const refused = executeCommandRecord({
      refusal: { errorCode: 'AccessDenied', errorMessage: 'no' },
      eventId: 'e-2',
    });
    const { sent } = await reconciled(
      { executeCommands: [...executeCommands, refused], objects },
      {
        request,
        audit: {
          describeLogging: async (clusters) => {
            described.push(clusters);
            return new Map();
          },
        },
      },
    );
    expect(sent.filter(({ kind }) => kind === 'transcript')).toEqual([
      { kind: 'transcript', object: objects[1] },
    ]);
    expect(described).toHaveLength(1);
  });
});

describe('a session that may still be complete', () => {
  it('is not, for a warm function, before who and where are there, too', async () => {
    const complete = sessionId();
    for (const [held, isComplete] of [
      [[identity, service, logs], true],
      [[identity, logs], false],
      [[service, logs], false],
      [[identity, service], false],
    ] as const) {
      const completeSessions = { has: () => false, add: jest.fn() };
      await reconciled(
        { executeCommands: [executeCommandRecord()], held: { [ALICES]: held }, open: [SESSION] },
        { ports: { completeSessions }, rules: RULES },
      );
      expect(completeSessions.add.mock.calls).toEqual(isComplete ? [[complete]] : []);
    }
  });
});
