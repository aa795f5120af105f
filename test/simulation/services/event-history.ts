import { eventOf } from '../../../stand-ins/aws/cloudtrail-event';
import { inputsIn, numberIn, type Operations, Refusal, textIn } from './aws-json';

/** A record of CloudTrail, and when event history begins to show it. */
export interface HistoryEntry {
  readonly visibleAt: number;
  readonly event: ReturnType<typeof eventOf>;
}

/** CloudTrail's event history, as late as it is, and with the limit of two look-ups a second that all callers share. */
export interface EventHistory {
  readonly record: (record: object, visibleAt: number) => void;
  readonly entries: readonly HistoryEntry[];
  readonly operations: Operations;
  readonly lookUps: () => number;
  readonly throttled: () => number;
  /** From now on as many look-ups as anybody likes: time stands still. */
  readonly lift: () => void;
}

const LOOK_UPS_A_SECOND = 2;

export const openEventHistory = (now: () => number): EventHistory => {
  /** Newest first; many records a day of a few days. */
  const entries: HistoryEntry[] = [];
  let allowed: number[] = [];
  let [lookUps, throttled] = [0, 0];
  let isLimited = true;

  const checkRate = (): void => {
    lookUps += 1;
    allowed = allowed.filter((at) => at > now() - 1_000);
    if (isLimited && allowed.length >= LOOK_UPS_A_SECOND) {
      throttled += 1;
      throw new Refusal('ThrottlingException', 'Rate exceeded');
    }
    allowed.push(now());
  };
  return {
    record: (record, visibleAt) => {
      entries.push({ visibleAt, event: eventOf(record) });
      entries.sort((one, other) => other.event.EventTime - one.event.EventTime);
    },
    entries,
    lookUps: () => lookUps,
    throttled: () => throttled,
    lift: () => {
      isLimited = false;
    },
    operations: {
      LookupEvents: (input) => {
        checkRate();
        const [attribute, another] = inputsIn(input, 'LookupAttributes');
        if (
          attribute === undefined ||
          another !== undefined ||
          textIn(attribute, 'AttributeKey') !== 'EventName'
        )
          throw new Refusal('InvalidLookupAttributesException', 'Look up by the name of an event.');
        const name = textIn(attribute, 'AttributeValue');
        const from = numberIn(input, 'StartTime') ?? 0;
        const to = numberIn(input, 'EndTime') ?? Number.POSITIVE_INFINITY;
        if (to < from)
          throw new Refusal('InvalidTimeRangeException', 'The start time is after the end time.');
        const size = numberIn(input, 'MaxResults') ?? 50;
        // A token names the last event it has shown: what becomes visible meanwhile moves no page.
        const [tokenTime = '', tokenId = ''] = textIn(input, 'NextToken').split(' ');
        const isAfterToken = (event: HistoryEntry['event']) =>
          tokenTime === '' ||
          event.EventTime < Number(tokenTime) ||
          (event.EventTime === Number(tokenTime) && event.EventId > tokenId);
        const found = entries
          .filter(
            ({ visibleAt, event }) =>
              event.EventName === name &&
              visibleAt <= now() &&
              event.EventTime >= from &&
              event.EventTime <= to &&
              isAfterToken(event),
          )
          .map(({ event }) => event)
          .sort((one, other) => other.EventTime - one.EventTime || (one.EventId < other.EventId ? -1 : 1));
        const page = found.slice(0, size);
        const last = page.at(-1);
        return {
          Events: page,
          ...(found.length > size &&
            last !== undefined && { NextToken: `${last.EventTime} ${last.EventId}` }),
        };
      },
      ListPublicKeys: () => ({ PublicKeyList: [] }),
    },
  };
};
