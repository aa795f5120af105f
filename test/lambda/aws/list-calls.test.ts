import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { callMemory } from '../../../lambda/aws/call-memory';
import { callLister } from '../../../lambda/aws/list-calls';
import { DependencyUnavailableError, OutOfTimeError, SetupError } from '../../../lambda/reporter-error';
import { beginTime, type InvocationTime } from '../../../lambda/time';
import { executeCommandRecord } from '../records';
import { type Answer, answering, refusal } from './answering';

const SPAN = { from: new Date('2026-07-31T06:00:00Z'), to: new Date('2026-07-31T12:00:00Z') };
const AT = '2026-07-31T08:00:00Z';
const record = executeCommandRecord();
const readable = (EventId: string) => ({
  EventId,
  EventTime: Date.parse(AT) / 1000,
  CloudTrailEvent: JSON.stringify(record),
});
const page = (Events: readonly unknown[], NextToken?: string): Answer => ({ json: { Events, NextToken } });

let time: InvocationTime;
beforeEach(() => {
  time = beginTime(60_000);
});
afterEach(() => time.end());

const listing = (...pages: Answer[]) => {
  const { asked, settings } = answering(() => pages.shift() ?? refusal('NoMorePages'));
  const warnings: unknown[] = [];
  const history = { cloudtrail: new CloudTrailClient(settings), memory: callMemory() };
  const list = callLister(history, time, (...warning) => warnings.push(warning));
  const read = async () => {
    const counts: number[] = [];
    for await (const calls of list('ExecuteCommand', SPAN)) counts.push(calls.length);
    return counts;
  };
  return { asked, warnings, list, read };
};

describe('the calls of a stretch of time', () => {
  it('are listed page by page to the end, an empty page with a token included', async () => {
    const { read, asked } = listing(page([readable('1')], 'a'), page([], 'b'), page([readable('2')]));
    expect(await read()).toEqual([1, 0, 1]);
    const lookup = {
      LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'ExecuteCommand' }],
      StartTime: SPAN.from.getTime() / 1000,
      EndTime: SPAN.to.getTime() / 1000,
      MaxResults: 50,
    };
    expect(asked.map(({ input }) => input)).toEqual([
      lookup,
      { ...lookup, NextToken: 'a' },
      { ...lookup, NextToken: 'b' },
    ]);
  });

  it('come as CloudTrail recorded them, with the time of the event', async () => {
    const { list } = listing(page([readable('1')]));
    const [first] = (await list('ExecuteCommand', SPAN)[Symbol.asyncIterator]().next()).value ?? [];
    expect(first).toEqual({ record, at: new Date(AT) });
  });

  it('leave about half of what event history allows to others', async () => {
    jest.useFakeTimers();
    try {
      const { read, asked } = listing(page([readable('1')], 'a'), page([readable('2')]));
      const counts = read();
      await jest.advanceTimersByTimeAsync(1_000);
      expect(asked).toHaveLength(1);
      await jest.advanceTimersByTimeAsync(100);
      expect(await counts).toEqual([1, 1]);
    } finally {
      jest.useRealTimers();
    }
  });

  it('are asked for no further than they are read', async () => {
    const { list, asked } = listing(page([readable('1')], 'a'));
    for await (const _calls of list('StartSession', SPAN)) break;
    expect(asked).toHaveLength(1);
  });

  it.each([
    ['{not json'],
    [undefined],
    ['"text"'],
    ['null'],
    ['[]'],
    ['{"eventTime":"never"}'],
    [`{"eventTime":"${AT}","eventName":"DescribeTasks"}`],
  ])('hold an event whose record cannot be read (%s) by its id, and a warning', async (CloudTrailEvent) => {
    const odd = { EventId: 'odd-1', CloudTrailEvent };
    const { list, warnings } = listing(page([odd, readable('1')]));
    const { value: calls } = await list('ExecuteCommand', SPAN)[Symbol.asyncIterator]().next();
    expect(calls).toEqual([
      { record, at: new Date(AT) },
      { record: null, at: SPAN.to, unreadable: 'odd-1' },
    ]);
    expect(JSON.stringify(warnings)).toContain('odd-1');
  });

  it('end with an error when a page token comes a second time', async () => {
    const { read, asked } = listing(page([], 'a'), page([], 'b'), page([], 'a'), page([], 'b'));
    await expect(read()).rejects.toThrow('a page token came twice');
    expect(asked).toHaveLength(3);
  });

  it.each([
    ['throttles', refusal('ThrottlingException', 'Rate exceeded'), DependencyUnavailableError],
    ['is down', refusal('InternalFailure', 'sorry', 500), DependencyUnavailableError],
    ['refuses', refusal('AccessDeniedException', 'not authorized'), SetupError],
  ])('are not said to be all when CloudTrail %s', async (_, answer, kind) => {
    await expect(listing(page([readable('1')], 'a'), answer).read()).rejects.toThrow(kind);
  });

  it.each([
    ['nothing', {}],
    ['null', null],
    ['a list', []],
    ['a text', ''],
    ['null for the events', { Events: null }],
  ])('are not said to be none when the answer is %s', async (_, json) => {
    await expect(listing({ json }).read()).rejects.toThrow(DependencyUnavailableError);
    await expect(listing(page([readable('1')], 'a'), { json }).read()).rejects.toThrow(
      'answered without a list of events',
    );
  });

  it('are not asked for once the time is up', async () => {
    const { read, asked } = listing(page([]));
    time.end();
    await expect(read()).rejects.toThrow(OutOfTimeError);
    expect(asked).toHaveLength(0);
  });
});
