import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { callMemory } from '../../../lambda/aws/call-memory';
import { eventHistory } from '../../../lambda/aws/event-history';
import { callLister } from '../../../lambda/aws/list-calls';
import { rememberingPlace } from '../../../lambda/aws/remembering-place';
import type { PlaceToSearch, Trace } from '../../../lambda/ports';
import type { RecordSource, SessionTrace, SoughtSession } from '../../../lambda/session/session';
import type { SessionId } from '../../../lambda/session/session-id';
import { beginTime, type InvocationTime } from '../../../lambda/time';
import { searchResult } from '../fake-ports';
import { executeCommandRecord, LOCATION, sessionId, sessionOf } from '../records';
import { type Answer, type Asked, answering, refusal } from './answering';

const idOf = (number: number) => `ecs-execute-command-${String(number).padStart(17, '0')}`;
const recordOf = (number: number, changes: Record<string, unknown> = {}) =>
  executeCommandRecord({
    responseElements: { session: { sessionId: idOf(number) } },
    eventID: `event-${number}`,
    ...changes,
  });
const page = (records: readonly object[], NextToken?: string): Answer => ({
  json: { Events: records.map((record) => ({ CloudTrailEvent: JSON.stringify(record) })), NextToken },
});
const call = (number: number, changes: Record<string, unknown> = {}) => sessionOf(recordOf(number, changes));

const UPLOADED = new Date('2026-07-31T12:31:04Z');
const sought = (number: number): SoughtSession => ({
  ...LOCATION,
  id: sessionId(idOf(number)),
  uploadedAt: UPLOADED,
  firstUploadedAt: UPLOADED,
  deadline: UPLOADED,
});
const untraced: Trace = async () => new Map();

let time: InvocationTime;
beforeEach(() => {
  time = beginTime(60_000);
});
afterEach(() => time.end());

const warmFunction = (answer: (asked: Asked) => Answer) => {
  const { asked, settings } = answering(answer);
  const history = { cloudtrail: new CloudTrailClient(settings), memory: callMemory() };
  const { search } = eventHistory(history);
  const list = callLister(history, time, () => {});
  return {
    asked,
    memory: history.memory,
    find: async (numbers: readonly number[], trace: Trace = untraced) => {
      const results = await search(numbers.map(sought), trace, time);
      return numbers.filter((number) => results.get(sessionId(idOf(number)))?.records.length === 1);
    },
    list: async () => {
      for await (const _page of list('ExecuteCommand', { from: new Date(0), to: UPLOADED }));
    },
  };
};

describe('LookupEvents', () => {
  it('is called once for a session that is on its first page, though there are more pages', async () => {
    const { find, asked } = warmFunction(() => page([recordOf(1)], 'more'));
    expect(await find([1])).toEqual([1]);
    expect(asked).toHaveLength(1);
  });

  it('is not called again for a caller once found, as when Kosli is down and the message comes back', async () => {
    const { find, asked } = warmFunction(() => page([recordOf(1)]));
    for (let delivery = 1; delivery <= 5; delivery += 1) expect(await find([1])).toEqual([1]);
    expect(asked).toHaveLength(1);
  });

  it('is called once for fifty sessions of fifty batches that one page shows', async () => {
    const all = Array.from({ length: 50 }, (_, number) => number);
    const { find, asked } = warmFunction(() =>
      page(
        all.map((number) => recordOf(number)),
        'more',
      ),
    );
    for (const number of all) expect(await find([number])).toEqual([number]);
    expect(asked).toHaveLength(1);
  });

  it('is not called for a session whose call was listed', async () => {
    const { find, list, asked } = warmFunction(() => page([recordOf(1), recordOf(2)]));
    await list();
    expect(await find([1, 2])).toEqual([1, 2]);
    expect(asked).toHaveLength(1);
  });

  it('is called only for what is not remembered of a batch', async () => {
    const pages = [page([recordOf(1)]), page([recordOf(2)])];
    const { find, asked } = warmFunction(() => pages.shift() ?? refusal('NoMorePages'));
    await find([1]);
    expect(await find([1, 2])).toEqual([1, 2]);
    expect(asked).toHaveLength(2);
  });
});

describe('a call that is not visible yet', () => {
  const now = new Date();
  const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
  const fresh = (number: number): SoughtSession => ({
    ...sought(number),
    uploadedAt: now,
    firstUploadedAt: now,
    deadline: minutesAgo(-60),
  });
  const emptyHistory = () => {
    const { asked, settings } = answering(() => page([]));
    const { search } = eventHistory({ cloudtrail: new CloudTrailClient(settings), memory: callMemory() });
    return { asked, search };
  };
  const startedAt =
    (minutes: number): Trace =>
    async (ids) =>
      new Map<SessionId, SessionTrace>(
        ids.map((id) => [id, { startedAt: minutesAgo(minutes), endedAt: null, task: null }]),
      );

  it('is not asked for again at once, nor by another session whose call the same read would have shown', async () => {
    const { asked, search } = emptyHistory();
    await search([fresh(1)], startedAt(10), time);
    await search([fresh(1)], startedAt(10), time);
    const results = await search([fresh(2)], startedAt(8), time);
    expect(asked).toHaveLength(1);
    expect(results.get(sessionId(idOf(2)))).toMatchObject({
      records: [],
      complete: true,
      summary: expect.stringContaining('showed no ExecuteCommand call with this session id'),
    });
  });

  it('is asked for after the deadline, however recently that was done, and only around its start', async () => {
    const { asked, search } = emptyHistory();
    await search([fresh(1)], startedAt(600), time);
    await new Promise((resolve) => setTimeout(resolve, 5));
    await search([{ ...fresh(1), deadline: new Date() }], startedAt(600), time);
    expect(asked).toHaveLength(2);
    expect(asked[1]?.input.EndTime).toBe(minutesAgo(595).getTime() / 1000);
  });

  it('is not asked for again after that, and the evidence says until when it was', async () => {
    const { asked, search } = emptyHistory();
    const deadline = new Date();
    await search([{ ...fresh(1), deadline }], startedAt(10), time);
    const results = await search([{ ...fresh(1), deadline }], startedAt(10), time);
    expect(asked).toHaveLength(1);
    expect(results.get(sessionId(idOf(1)))?.readAt?.getTime()).toBeGreaterThanOrEqual(deadline.getTime());
  });

  it('is asked for at once by a session whose start was not read', async () => {
    const { asked, search } = emptyHistory();
    await search([fresh(1)], startedAt(10), time);
    await search([fresh(2)], startedAt(60 * 24 * 4), time);
    expect(asked).toHaveLength(2);
  });
});

describe('the memory', () => {
  it('gives a result of event history as it was, every record of the session in it', async () => {
    const memory = callMemory();
    memory.remember(call(1));
    memory.remember(call(1));
    memory.remember(call(1, { eventID: 'another', userIdentity: { type: 'Root' } }));
    expect(memory.recall(sessionId(idOf(1))).map(({ principal }) => principal.type)).toEqual([
      call(1).principal.type,
      'Root',
    ]);
  });

  it('forgets the session that was not read or asked for the longest', () => {
    const memory = callMemory(2);
    memory.remember(call(1));
    memory.remember(call(2));
    memory.recall(sessionId(idOf(1)));
    memory.remember(call(3));
    const known = [1, 2, 3].filter((number) => memory.recall(sessionId(idOf(number))).length > 0);
    expect(known).toEqual([1, 3]);
  });

  it('forgets sooner where commands are long, which is up to those who call', () => {
    const memory = callMemory(1_000, 300_000);
    const command = 'x'.repeat(100_000);
    for (let number = 1; number <= 9; number += 1)
      memory.remember(call(number, { requestParameters: { command } }));
    const known = [...Array(10).keys()].filter((number) => memory.recall(sessionId(idOf(number))).length > 0);
    expect(known).toEqual([8, 9]);
  });

  const inBucket = (digestVerified: 'true' | 'pending'): RecordSource => ({
    source: 'cloudtrail-bucket',
    bucket: 'trail',
    key: 'k',
    deliveredAt: UPLOADED,
    digestVerified,
  });
  it.each([
    ['that a digest confirms', inBucket('true'), true, 1],
    ['whose digest is pending', inBucket('pending'), true, 0],
    ['of a search that broke off', inBucket('true'), false, 0],
  ])('has a record of the CloudTrail bucket %s: %#', async (_, foundIn, complete, remembered) => {
    const memory = callMemory();
    const record = { ...call(1), foundIn };
    const bucket: PlaceToSearch = {
      name: 'CloudTrail bucket',
      shareOfTime: 1,
      search: async () => new Map([[record.id, searchResult('', { records: [record], complete })]]),
    };
    await rememberingPlace(bucket, memory).search([sought(1)], untraced, time);
    expect(memory.recall(record.id)).toHaveLength(remembered);
  });
});
