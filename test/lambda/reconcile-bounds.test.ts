import type { ExecLogging } from '../../lambda/ports';
import { DependencyUnavailableError, SetupError } from '../../lambda/reporter-error';
import { executeCommandRecord } from '../../stand-ins/recorded-session/execute-command-record';
import { ECS_ITSELF, startSessionRecord } from '../../stand-ins/recorded-session/start-session-record';
import { ALICES, EVENT, HOURLY, identity, logs, reconciled, service, session } from './reconciled';
import { RULES, SESSION, TASK_ARN, transcriptRef } from './records';

const DAILY = { ...HOURLY, daily: true };
const BOBS = 'AROAEXAMPLE-bob';
const idOf = (at: number) => `ecs-execute-command-00000000000000${String(at).padStart(3, '0')}`;
const many = (count: number) => Array.from({ length: count }, (_, at) => idOf(at));
const opened = (count: number) => many(count).map((id) => session(id, '2026-07-31T12:00:00Z'));

describe('a transcript is looked for', () => {
  const lookedFor = async (
    logging: ExecLogging | Error,
    { records = [executeCommandRecord()] }: { records?: readonly object[] } = {},
  ) => {
    const described: (readonly string[])[] = [];
    const describeLogging = async (clusters: readonly string[]) => {
      described.push(clusters);
      return new Map(clusters.map((cluster) => [cluster, logging]));
    };
    const { asked } = await reconciled(
      { executeCommands: records, held: { [ALICES]: [identity, service] } },
      { audit: { describeLogging } },
    );
    return { heads: asked.heads, described };
  };
  const OURS = `infra-dev/${SESSION}.log`;

  it.each<[string, ExecLogging | Error, string]>([
    [
      'its cluster puts it',
      { kind: 'override', bucket: 'exec-logs', prefix: 'shells' },
      `shells/${SESSION}.log`,
    ],
    [
      'the operator says, if its cluster uses another bucket',
      { kind: 'override', bucket: 'x', prefix: 'shells' },
      OURS,
    ],
    [
      'the operator says, if its cluster uses none',
      { kind: 'override', bucket: null, prefix: 'shells' },
      OURS,
    ],
    ['the operator says, if its cluster logs nothing', { kind: 'none' }, OURS],
    ['the operator says, if its cluster logs by default', { kind: 'default' }, OURS],
    ['the operator says, if its cluster is gone', { kind: 'no-cluster' }, OURS],
    ['the operator says, if ECS does not answer', new DependencyUnavailableError('ECS did not answer'), OURS],
  ])('where %s', async (_, logging, key) => {
    expect((await lookedFor(logging)).heads).toEqual([key]);
  });

  it('with its cluster asked for once, however many sessions it had', async () => {
    const { described, heads } = await lookedFor({ kind: 'none' }, { records: opened(2) });
    expect(heads).toHaveLength(2);
    expect(described).toEqual([['arn:aws:ecs:eu-central-1:111122223333:cluster/production']]);
  });

  it('where the operator says, if the call names no task', async () => {
    const record = executeCommandRecord(
      {},
      { requestParameters: null, responseElements: { session: { sessionId: SESSION } } },
    );
    const { described, heads } = await lookedFor(
      { kind: 'override', bucket: 'exec-logs', prefix: 'x' },
      { records: [record] },
    );
    expect([described, heads]).toStrictEqual([[[]], [OURS]]);
  });
});

describe('a reconciliation says', () => {
  it('how many sessions and other calls it saw, and what it queued for them', async () => {
    const refusal = { errorCode: 'AccessDenied', errorMessage: 'no' };
    const at = new Date('2026-07-31T12:10:00Z');
    const { outcome, sent } = await reconciled(
      {
        executeCommands: [
          executeCommandRecord(),
          ...opened(2),
          executeCommandRecord({ refusal, openedAt: at, eventId: 'refused-1' }),
          executeCommandRecord({ refusal, openedAt: at, eventId: 'refused-2' }),
        ],
        startSessions: [
          startSessionRecord({ eventId: 'past-1' }),
          startSessionRecord({ eventId: 'past-2' }),
          startSessionRecord({ eventId: 'of-ecs', userIdentity: ECS_ITSELF }),
        ],
        held: {
          [ALICES]: [
            identity,
            service,
            logs,
            { name: 'access-denied', userData: { session_id: null, cloudtrail_event_id: 'refused-1' } },
            { name: 'session-bypass', userData: { session_id: null, cloudtrail_event_id: 'past-2' } },
          ],
          [BOBS]: [],
        },
        objects: [transcriptRef()],
        open: [idOf(1)],
      },
      { request: DAILY },
    );
    expect(outcome).toMatchObject({
      kind: 'reconciled',
      tally: { sessions: 3, complete: 1, open: 1, untold: 0, otherCalls: 4, queued: 5 },
    });
    expect(sent.map((message) => JSON.stringify(message).match(/"eventID":"([^"]+)"/)?.[1])).toEqual(
      expect.arrayContaining([`event-of-${idOf(0)}`, `event-of-${idOf(1)}`, 'refused-2', 'past-1']),
    );
    expect(sent).toHaveLength(5);
  });

  it('which calls it cannot read, and why', async () => {
    const warn = jest.fn();
    const record = { ...executeCommandRecord(), responseElements: null };
    await reconciled({ executeCommands: [record] }, { audit: { warn } });
    expect(warn.mock.calls).toEqual([
      [
        'CloudTrail shows ExecuteCommand calls whose session cannot be read',
        [{ eventId: EVENT, reason: expect.stringContaining('sessionId is missing') }],
      ],
    ]);
  });

  it('fifty of the sessions whose trail nobody can tell, and how many more there are', async () => {
    const warn = jest.fn();
    const rules = { ...RULES, trailNameTemplate: '{service}' };
    await reconciled({ executeCommands: opened(52) }, { audit: { warn }, rules });
    expect(warn).toHaveBeenCalledTimes(1);
    const [message, { session_ids, not_named }] = warn.mock.calls[0];
    expect(message).toMatch(
      /^Sessions that were not checked: 52\. What Kosli lacks of them is not reported, as trail_name_template has \{service\} and ECS has forgotten their tasks/,
    );
    expect(session_ids).toHaveLength(50);
    expect(not_named).toBe(2);
  });

  it('twenty of the transcripts it was refused in each bucket, and how many more there are', async () => {
    const warn = jest.fn();
    const place = (bucket: string, at: number) => ({
      ...logs,
      userData: { ...logs.userData, bucket, key: `${idOf(at)}.log` },
    });
    const findTranscript = async ({ bucket }: { bucket: string }) => {
      throw new SetupError(`S3 refused ${bucket}.`);
    };
    await reconciled(
      {
        executeCommands: [executeCommandRecord()],
        held: {
          [ALICES]: [identity, service, ...many(23).map((_, at) => place('b', at)), place('a', 0)],
        },
      },
      { request: DAILY, audit: { warn, findTranscript } },
    );
    const text = (bucket: string, count: number) =>
      `Reported transcripts that were not checked, in bucket "${bucket}": ${count}. Whether they are still as they were reported is not known. ` +
      `S3 refused ${bucket}.`;
    expect(warn.mock.calls).toEqual([
      [text('b', 23), { keys: many(20).map((id) => `${id}.log`), not_named: 3 }],
      [text('a', 1), { keys: [`${idOf(0)}.log`], not_named: 0 }],
    ]);
  });
});

describe('what fails', () => {
  it('when a reported transcript is looked at, other than by a refusal, fails the run', async () => {
    const error = new DependencyUnavailableError('S3 is down');
    const { outcome, warnings } = await reconciled(
      { executeCommands: [executeCommandRecord()], held: { [ALICES]: [identity, service, logs] } },
      { request: DAILY, audit: { findTranscript: () => Promise.reject(error) } },
    );
    expect([outcome, warnings]).toEqual([{ kind: 'failed', error }, []]);
  });
});

it('calls of one trail are looked for in one list of it', async () => {
  const refusal = { errorCode: 'AccessDenied', errorMessage: 'no' };
  const { asked } = await reconciled({
    executeCommands: ['e-1', 'e-2'].map((eventId) =>
      executeCommandRecord({ refusal, eventId, taskArn: TASK_ARN }),
    ),
  });
  expect(asked.trails).toEqual([ALICES]);
});
