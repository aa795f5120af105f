import type { AuditPorts, RecordedCall } from '../ports';
import type { Time } from '../time';
import { type EventHistory, type EventPage, LOOKUP_ADVICE, lookUpEvents } from './lookup-events';
import { lookupPace } from './lookup-pace';
import { nextPages } from './next-pages';
import { toReporterError } from './to-reporter-error';

/**
 * Lists the calls of event history, page by page; a page is requested only when it is asked for, and may be empty. Event
 * history covers the last 90 days of one account and region. An event whose record cannot be read is listed with its id.
 *
 * @throws DependencyUnavailableError, SetupError; OutOfTimeError once the time is up
 */
export const callLister = (
  history: EventHistory,
  time: Time,
  warn: (message: string, details: unknown) => void,
): AuditPorts['listCalls'] =>
  async function* (eventName, span): AsyncGenerator<readonly RecordedCall[]> {
    const where = `CloudTrail event history of ${eventName} between ${span.from.toISOString()} and ${span.to.toISOString()}`;
    const next = nextPages(where);
    let nextToken: string | null = null;
    const pace = lookupPace();
    do {
      await pace.wait(time);
      const page: EventPage = await lookUpEvents(history, { eventName, span, nextToken }, time).catch(
        (error: unknown) => {
          throw toReporterError(`CloudTrail LookupEvents (${eventName})`, error, LOOKUP_ADVICE);
        },
      );
      if (page.unreadable.length > 0) {
        warn(`${where} has records that cannot be read`, {
          eventIds: page.unreadable.map(({ unreadable }) => unreadable),
        });
      }
      yield [...page.calls, ...page.unreadable];
      nextToken = next(page.nextToken) ?? null;
    } while (nextToken !== null);
  };
