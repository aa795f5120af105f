import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { callMemory } from '../../../lambda/aws/call-memory';
import { eventHistory } from '../../../lambda/aws/event-history';
import { DependencyUnavailableError, OutOfTimeError, SetupError } from '../../../lambda/reporter-error';
import type { SessionTrace, SoughtSession } from '../../../lambda/session/session';
import { beginTime, type InvocationTime, shareOf } from '../../../lambda/time';
import { ALICE, executeCommandRecord, LOCATION, SESSION, sessionId } from '../records';
import { type Answer, answering, refusal } from './answering';

const OTHER = 'ecs-execute-command-0dfcb1f8c2e47585a';
const event = (id: string, changes: Record<string, unknown> = {}) => ({
  EventName: 'ExecuteCommand',
  CloudTrailEvent: JSON.stringify(
    executeCommandRecord({ responseElements: { session: { sessionId: id } }, ...changes }),
  ),
});
const page = (events: readonly unknown[], NextToken?: string): Answer => ({
  json: { Events: events, NextToken },
});
const sought = (id: string, uploadedAt: string): SoughtSession => ({
  id: sessionId(id),
  uploadedAt: new Date(uploadedAt),
  ...LOCATION,
  firstUploadedAt: new Date(uploadedAt),
  deadline: new Date(uploadedAt),
});
/** A page is asked for further back than is needed: it shows more for the same look-up. */
const queriedFrom = (needed: string): number => Date.parse(needed) / 1000 - 6 * 3600;
const ALICES = sought(SESSION, '2026-07-31T12:31:04Z');
const BOBS = sought(OTHER, '2026-07-31T12:31:04Z');

let time: InvocationTime;
beforeEach(() => {
  time = beginTime(60_000);
});
afterEach(() => time.end());

const historyOf = (cloudtrail: CloudTrailClient, memory = callMemory()) =>
  eventHistory({ cloudtrail, memory });

const startsAt = (times: Record<string, string>) => {
  const traced: string[] = [];
  const trace = async (ids: readonly string[]) => {
    traced.push(...ids);
    return new Map(
      Object.entries(times).map(([id, at]): [ReturnType<typeof sessionId>, SessionTrace] => [
        sessionId(id),
        { startedAt: new Date(at), endedAt: null, task: null },
      ]),
    );
  };
  return { traced, trace };
};

const searchWith = async (
  { trace }: Pick<ReturnType<typeof startsAt>, 'trace'>,
  sessions: readonly SoughtSession[],
  ...pages: Answer[]
) => {
  const { asked, settings } = answering(() => pages.shift() ?? refusal('NoMorePages'));
  const results = await historyOf(new CloudTrailClient(settings)).search(sessions, trace, time);
  const found = new Map([...results].flatMap(([id, { records }]) => (records[0] ? [[id, records[0]]] : [])));
  const stoppedBy = [...results.values()].flatMap((result) => result.stoppedBy ?? []);
  return { asked, results, found, stoppedBy };
};
const search = (sessions: readonly SoughtSession[], ...pages: Answer[]) =>
  searchWith(startsAt({}), sessions, ...pages);

describe('event history', () => {
  it('has not been read to its end when CloudTrail answers without a list of events', async () => {
    const { results, stoppedBy } = await search([ALICES], { json: {} });
    expect([...results.values()]).toEqual([expect.objectContaining({ complete: false })]);
    expect(stoppedBy).toEqual([expect.any(DependencyUnavailableError)]);
  });

  it('is asked once for all, from the newest upload back to 48 hours before the oldest', async () => {
    const { asked } = await search(
      [ALICES, sought(OTHER, '2026-07-30T08:00:00Z')],
      page([event(SESSION), event(OTHER)]),
    );
    expect(asked.map(({ input }) => input)).toEqual([
      {
        LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'ExecuteCommand' }],
        StartTime: queriedFrom('2026-07-28T08:00:00Z'),
        EndTime: Date.parse('2026-07-31T12:31:04Z') / 1000,
        MaxResults: 50,
      },
    ]);
  });

  it('is read on page by page, also past an empty one, until all are found', async () => {
    const { asked, found } = await search(
      [ALICES],
      page([event(OTHER)], 'a'),
      page([], 'b'),
      page([event(SESSION)], 'c'),
    );
    expect(asked).toHaveLength(3);
    expect(found.get(sessionId())?.principal.record).toEqual(ALICE);
  });

  it('is read to its end when somebody cannot be found', async () => {
    const { asked, found } = await search([ALICES], page([event(OTHER)], 'a'), page([]));
    expect([asked.length, found.size]).toEqual([2, 0]);
  });

  it('is not read on once a page reached further back than the call can be, and remembers what it showed', async () => {
    const memory = callMemory();
    const { asked, settings } = answering(() =>
      page([{ ...event(OTHER), EventTime: Date.parse('2026-07-29T12:31:03Z') / 1000 }], 'there is more'),
    );
    const { search: searchOnce } = historyOf(new CloudTrailClient(settings), memory);
    const results = await searchOnce([ALICES], startsAt({}).trace, time);
    expect(asked).toHaveLength(1);
    expect(results.get(sessionId())).toMatchObject({ complete: true, records: [] });
    expect(memory.recall(sessionId(OTHER))).toHaveLength(1);
  });

  it('is not asked when nobody is sought', async () => {
    expect((await search([])).asked).toEqual([]);
  });

  it('holds events that cannot be read without losing those that can', async () => {
    const odd = [
      { CloudTrailEvent: '{not json' },
      { CloudTrailEvent: undefined },
      event(SESSION, { userIdentity: null }),
    ];
    expect((await search([ALICES], page(odd))).found.get(sessionId())?.principal.type).toBe('Unknown');
  });

  it('never takes a refused call for the one that opened the session', async () => {
    const { found } = await search([ALICES], page([event(SESSION, { errorCode: 'AccessDenied' })]));
    expect(found.size).toBe(0);
  });

  it.each([
    ['throttles', refusal('ThrottlingException', 'Rate exceeded'), DependencyUnavailableError],
    ['is down', refusal('InternalFailure', 'sorry', 500), DependencyUnavailableError],
    ['refuses', refusal('AccessDeniedException', 'not authorized'), SetupError],
  ])('that %s is stoppedBy, not an empty answer, and keeps whom it had found', async (_, answer, kind) => {
    const { found, stoppedBy } = await search([ALICES, BOBS], page([event(SESSION)], 'a'), answer);
    expect(stoppedBy).toEqual([expect.any(kind)]);
    expect([...found.keys()]).toEqual([SESSION]);
  });

  it('that is not read to its end says how far it was read, and does not say that it showed nothing', async () => {
    const { results } = await search(
      [ALICES],
      page([{ ...event(OTHER), EventTime: Date.parse('2026-07-31T09:00:00Z') / 1000 }], 'a'),
      refusal('AccessDeniedException', 'not authorized'),
    );
    const look = results.get(sessionId());
    expect(look).toMatchObject({ complete: false, records: [] });
    expect(look?.summary).toMatch(
      /not read to its end.*pages read: 1, back to 2026-07-31T09:00:00.000Z.*not authorized/,
    );
    expect(look?.summary).not.toContain('showed no');
  });

  it('that was read to its end says from when to when', async () => {
    const { results } = await search([ALICES], page([]));
    expect(results.get(sessionId())).toEqual({
      records: [],
      summary: expect.stringMatching(
        /showed no ExecuteCommand call .* between 2026-07-29T12:31:04.000Z and 2026-07-31T12:31:04.000Z/,
      ),
      complete: true,
      stoppedBy: null,
    });
  });

  it('is read in turns where windows lie apart, so that none is starved, and nothing of the gap between them', async () => {
    const { asked, results } = await search(
      [ALICES, sought(OTHER, '2026-07-25T12:00:00Z')],
      page([], 'newest, page 2'),
      page([event(OTHER)], 'oldest, page 2'),
      page([]),
    );
    expect(asked.map(({ input }) => [input.EndTime, input.NextToken])).toEqual([
      [Date.parse('2026-07-31T12:31:04Z') / 1000, undefined],
      [Date.parse('2026-07-25T12:00:00Z') / 1000, undefined],
      [Date.parse('2026-07-31T12:31:04Z') / 1000, 'newest, page 2'],
    ]);
    expect(results.get(sessionId(OTHER))?.records).toHaveLength(1);
    expect(results.get(sessionId())?.complete).toBe(true);
  });

  it('is read only around the start, where SSM knows it, after a page that did not show the call', async () => {
    const known = startsAt({ [SESSION]: '2026-07-30T08:00:00Z' });
    const { asked, found } = await searchWith(known, [ALICES], page([], 'a'), page([event(SESSION)]));
    expect(asked).toHaveLength(2);
    expect(asked[1]?.input).toMatchObject({
      StartTime: queriedFrom('2026-07-30T07:55:00Z'),
      EndTime: Date.parse('2026-07-30T08:05:00Z') / 1000,
    });
    expect([...found.keys()]).toEqual([SESSION]);
  });

  it('is not read again around a start that lies where it was read', async () => {
    const known = startsAt({ [SESSION]: '2026-07-30T08:00:00Z' });
    const { asked } = await searchWith(known, [ALICES], page([]));
    expect(asked).toHaveLength(1);
  });

  // Once a session longer than the window was found in a busy account and not in a quiet one.
  it('is read around a start that lies before all that was read', async () => {
    const known = startsAt({ [SESSION]: '2026-07-28T08:00:00Z' });
    const { asked, found } = await searchWith(known, [ALICES], page([]), page([event(SESSION)]));
    expect(asked[1]?.input).toMatchObject({ StartTime: queriedFrom('2026-07-28T07:55:00Z') });
    expect([...found.keys()]).toEqual([SESSION]);
  });

  it('leaves out a record nested too deep to be attached, and finds the others of its page', async () => {
    const deep = `${'{"a":'.repeat(6_000)}1${'}'.repeat(6_000)}`;
    const { CloudTrailEvent } = event(OTHER, { userIdentity: 'deep' });
    const odd = { CloudTrailEvent: CloudTrailEvent.replace('"deep"', deep) };
    const { found } = await search([ALICES, BOBS], page([odd, event(SESSION)]));
    expect([...found.keys()]).toEqual([SESSION]);
  });

  it('that gives a page token twice is not read round and round, and keeps whom it showed', async () => {
    const again = page([event(SESSION)], 'the same');
    const { asked, found, stoppedBy } = await search([ALICES, BOBS], again, again);
    expect([asked.length, [...found.keys()]]).toEqual([2, [SESSION]]);
    expect(stoppedBy).toEqual([
      new DependencyUnavailableError('CloudTrail LookupEvents gave a page token twice'),
    ]);
  });

  it('that never ends costs a quarter of the time there is, and keeps whom it showed', async () => {
    time.end();
    time = beginTime(2_000);
    let pages = 0;
    const { settings } = answering(() => {
      pages += 1;
      return page([event(SESSION)], `there is always more after ${pages}`);
    });
    // An answer from memory would leave no turn to the timer that ends the share.
    const handle = async (request: Parameters<typeof settings.requestHandler.handle>[0]) => {
      await new Promise((turn) => setImmediate(turn));
      return settings.requestHandler.handle(request);
    };
    const slow = { ...settings, requestHandler: { handle } };
    const { search: searchSlowly, shareOfTime } = historyOf(new CloudTrailClient(slow));
    const share = shareOf(time, time.leftMs() * shareOfTime);
    const results = await searchSlowly([ALICES, BOBS], startsAt({}).trace, share);
    expect(time.signal.aborted).toBe(false);
    expect(results.get(sessionId())?.records).toHaveLength(1);
    expect(results.get(sessionId(OTHER))?.stoppedBy).toBeInstanceOf(OutOfTimeError);
  });

  it('that does not answer does not outlive its share, though the client does not heed the signal', async () => {
    time.end();
    time = beginTime(1_000);
    const { settings } = answering(() => page([]));
    const deaf = { ...settings, requestHandler: { handle: () => new Promise<never>(() => {}) } };
    const { search: searchDeaf, shareOfTime } = historyOf(new CloudTrailClient(deaf));
    const share = shareOf(time, time.leftMs() * shareOfTime);
    const results = await searchDeaf([ALICES], startsAt({}).trace, share);
    expect(time.signal.aborted).toBe(false);
    expect(results.get(sessionId())?.summary).toContain('no page was read');
  });
});
