import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { eventHistorySearch } from '../../../lambda/aws/event-history';
import { OutOfTimeError, OutsideUnavailableError, SetupError } from '../../../lambda/reporter-error';
import type { SoughtSession } from '../../../lambda/session/session';
import { ALICE, executeCommandRecord, SESSION, sessionId } from '../records';
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
  startedAt: null,
});
const ALICES = sought(SESSION, '2026-07-31T12:31:04Z');
const BOBS = sought(OTHER, '2026-07-31T12:31:04Z');

const { signal } = new AbortController();
const search = async (sessions: readonly SoughtSession[], ...pages: Answer[]) => {
  const { asked, settings } = answering(() => pages.shift() ?? refusal('NoMorePages'));
  const found = eventHistorySearch(new CloudTrailClient(settings), signal);
  return { asked, ...(await found(sessions)) };
};

describe('event history', () => {
  it('is asked once for all, from the newest upload back to 48 hours before the oldest', async () => {
    const { asked } = await search(
      [ALICES, sought(OTHER, '2026-07-30T08:00:00Z')],
      page([event(SESSION), event(OTHER)]),
    );
    expect(asked.map(({ input }) => input)).toEqual([
      {
        LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'ExecuteCommand' }],
        StartTime: Date.parse('2026-07-28T08:00:00Z') / 1000,
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
    ['throttles', refusal('ThrottlingException', 'Rate exceeded'), OutsideUnavailableError],
    ['is down', refusal('InternalFailure', 'sorry', 500), OutsideUnavailableError],
    ['refuses', refusal('AccessDeniedException', 'not authorized'), SetupError],
  ])('that %s is unfinished, not an empty answer, and keeps whom it had found', async (_, answer, kind) => {
    const { found, unfinished } = await search([ALICES, BOBS], page([event(SESSION)], 'a'), answer);
    expect(unfinished).toBeInstanceOf(kind);
    expect([...found.keys()]).toEqual([SESSION]);
  });

  it('that is not read to its end in time says so', async () => {
    const { settings } = answering(() => page([], 'a'));
    const search = eventHistorySearch(new CloudTrailClient(settings), AbortSignal.abort());
    expect((await search([ALICES])).unfinished).toBeInstanceOf(OutOfTimeError);
  });
});
