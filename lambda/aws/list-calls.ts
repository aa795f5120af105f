import type { AuditPorts, RecordedCall } from '../ports';
import { DependencyUnavailableError } from '../reporter-error';
import { type Time, within } from '../time';
import { type EventHistory, type EventPage, LOOKUP_ADVICE, lookUpEvents } from './lookup-events';
import { toReporterError } from './to-reporter-error';

/** Two listings at a time, of two functions, stay within the two look-ups a second that are allowed to all of the account. */
const SPACING_MS = 1_000;

/** Resolves when `SPACING_MS` have passed since it was called last. */
const spacing = (time: Time): (() => Promise<void>) => {
  let next = 0;
  return async () => {
    const now = performance.now();
    const waitMs = next - now;
    next = Math.max(now, next) + SPACING_MS;
    if (waitMs > 0) await within(time, new Promise((resolve) => setTimeout(resolve, waitMs)));
  };
};

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
    const tokens = new Set<string>();
    let nextToken: string | null = null;
    const spaced = spacing(time);
    do {
      await spaced();
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
      nextToken = page.nextToken;
      if (nextToken !== null && tokens.has(nextToken)) {
        throw new DependencyUnavailableError(`${where} was not read to its end: a page token came twice`);
      }
      if (nextToken !== null) tokens.add(nextToken);
    } while (nextToken !== null);
  };
