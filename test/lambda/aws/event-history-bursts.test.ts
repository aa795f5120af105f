import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { callMemory } from '../../../lambda/aws/call-memory';
import { eventHistory } from '../../../lambda/aws/event-history';
import type { SessionTrace, SoughtSession } from '../../../lambda/session/session';
import { beginTime, type InvocationTime } from '../../../lambda/time';
import { executeCommandRecord, LOCATION, sessionId } from '../records';
import { type Answer, answering } from './answering';

const MINUTE_MS = 60_000;
const UPLOADED_AT = Date.parse('2026-07-31T12:00:00Z');
const idOf = (number: number) =>
  sessionId(`ecs-execute-command-0dfcb1f8c2e4${String(number).padStart(5, '0')}`);
/** One call every four minutes: number 1 four minutes before the upload, number 2 eight. */
const calledAt = (number: number): Date => new Date(UPLOADED_AT - number * 4 * MINUTE_MS);
const sought = (number: number): SoughtSession => ({
  id: idOf(number),
  uploadedAt: new Date(UPLOADED_AT),
  firstUploadedAt: new Date(UPLOADED_AT),
  deadline: new Date(UPLOADED_AT + MINUTE_MS),
  ...LOCATION,
});

/** A page that shows the calls of these numbers. */
const pageOf = (numbers: readonly number[], NextToken?: string): Answer => ({
  json: {
    Events: numbers.map((number) => ({
      EventName: 'ExecuteCommand',
      EventTime: calledAt(number).getTime() / 1000,
      CloudTrailEvent: JSON.stringify(
        executeCommandRecord({ responseElements: { session: { sessionId: idOf(number) } } }),
      ),
    })),
    NextToken,
  },
});
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);
/** As many sessions of one batch as say that there are other batches. */
const BURST = range(13, 57);

let time: InvocationTime;
beforeEach(() => {
  time = beginTime(60_000);
});
afterEach(() => time.end());

/** The look-ups of one search: the end of what was asked for, and the token. */
const lookupsOf = (numbers: readonly number[], ...pages: Answer[]) => lookupsWithout([], numbers, ...pages);

/** The same, where Systems Manager does not know some of the sessions. */
const lookupsWithout = async (unknown: readonly number[], numbers: readonly number[], ...pages: Answer[]) => {
  const { asked, settings } = answering(() => pages.shift() ?? pageOf([]));
  const { search } = eventHistory({ cloudtrail: new CloudTrailClient(settings), memory: callMemory() });
  const trace = async () =>
    new Map(
      numbers.map((number): [ReturnType<typeof sessionId>, SessionTrace] => [
        idOf(number),
        { startedAt: unknown.includes(number) ? null : calledAt(number), endedAt: null, task: null },
      ]),
    );
  const results = await search(numbers.map(sought), trace, time);
  return { results, lookups: asked.map(({ input }) => [Number(input.EndTime) * 1000, input.NextToken]) };
};

describe('the first page of event history', () => {
  it('is followed by its next one where the calls of many sessions come soon after it', async () => {
    const pages = [pageOf(range(1, 10), 'next'), pageOf(range(11, 60))];
    const { results, lookups } = await lookupsOf(BURST, ...pages);
    expect(lookups).toEqual([
      [UPLOADED_AT, undefined],
      [UPLOADED_AT, 'next'],
    ]);
    expect([...results.values()].filter(({ records }) => records.length === 1)).toHaveLength(BURST.length);
  });

  it('is followed by a look-up around the start for a few sessions, of which no other batch is about the next call', async () => {
    const { lookups } = await lookupsOf([13], pageOf(range(1, 10), 'next'), pageOf(range(11, 20)));
    expect(lookups).toEqual([
      [UPLOADED_AT, undefined],
      [calledAt(13).getTime() + 5 * MINUTE_MS, undefined],
    ]);
  });

  it('is followed by a look-up around the start where several pages lie between', async () => {
    const { lookups } = await lookupsOf([60], pageOf(range(1, 10), 'next'), pageOf(range(60, 69)));
    expect(lookups).toEqual([
      [UPLOADED_AT, undefined],
      [calledAt(60).getTime() + 5 * MINUTE_MS, undefined],
    ]);
  });

  it('is followed by its next ones for a large batch, also where no session of it is: they show other batches theirs', async () => {
    const batch = range(0, 44).map((number) => 30 + number * 13);
    const pages = range(1, 70).map((page) => pageOf(range(page * 10 - 9, page * 10), `after ${page}`));
    const { results, lookups } = await lookupsOf(batch, ...pages);
    expect(lookups.map(([, token]) => token)).toEqual([
      undefined,
      ...range(1, 60).map((page) => `after ${page}`),
    ]);
    expect([...results.values()].filter(({ records }) => records.length === 1)).toHaveLength(batch.length);
  });

  it('is read on no further than the call can be, and says so', async () => {
    const page = pageOf([11, 12, ...range(14, 60)], 'there is more');
    const { results, lookups } = await lookupsOf(BURST, pageOf(range(1, 10), 'next'), page);
    expect(lookups).toHaveLength(2);
    expect(results.get(idOf(13))).toMatchObject({ complete: true, records: [], stoppedBy: null });
    expect(results.get(idOf(13))?.summary).toContain(
      `between ${new Date(calledAt(57).getTime() - 5 * MINUTE_MS).toISOString()} and ${new Date(UPLOADED_AT).toISOString()}`,
    );
  });

  it('is read on for those with a known start and for those without, though both are shown the same next page', async () => {
    const unknownToSsm = range(53, 57);
    const { results, lookups } = await lookupsWithout(
      unknownToSsm,
      BURST,
      pageOf(range(1, 10), 'next'),
      pageOf(range(11, 12), 'after that'),
      pageOf(range(11, 12), 'after that'),
      pageOf(range(13, 57)),
    );
    expect(lookups.map(([, token]) => token)).toEqual([undefined, 'next', 'next', 'after that']);
    expect([...results.values()].filter(({ records }) => records.length === 1)).toHaveLength(BURST.length);
  });
});
