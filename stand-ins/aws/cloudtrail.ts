import { setTimeout as pause } from 'node:timers/promises';
import * as v from 'valibot';
import { AwsError, type JsonService, type JsonServiceServer, operation, serveAwsJson } from './aws-json';
import { eventOf, matches } from './cloudtrail-event';

/** What can be done to CloudTrail from the outside. */
interface CloudTrailState {
  /** Makes a record visible, as CloudTrail does minutes after the call. */
  readonly record: (...records: readonly object[]) => void;
  /** Refuses the next `times` look-ups for coming too fast. */
  readonly throttle: (times: number) => void;
  /** From now on refuses what comes faster than the two calls a second that AWS allows. */
  readonly limitToTwoASecond: () => void;
  /** Takes that back. */
  readonly liftLimit: () => void;
  /** From now on every look-up takes so long. */
  readonly slowDown: (milliseconds: number) => void;
  /** Lists a key as one that digests are signed with. */
  readonly publishKey: (key: PublicKey) => void;
}

/** CloudTrail's event history: what was recorded, newest first. */
export interface CloudTrail extends CloudTrailState, JsonServiceServer {}

/** The public half of a key pair, as ListPublicKeys lists it. */
export interface PublicKey {
  readonly Fingerprint: string;
  /** Base64 of PKCS #1 DER. */
  readonly Value: string;
}

// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
const LookupEvents = v.strictObject({
  LookupAttributes: v.optional(
    v.array(v.strictObject({ AttributeKey: v.string(), AttributeValue: v.string() })),
    [],
  ),
  StartTime: v.optional(v.number(), 0),
  EndTime: v.optional(v.number(), Number.POSITIVE_INFINITY),
  EventCategory: v.optional(v.literal('insight')),
  MaxResults: v.optional(v.number(), 50),
  NextToken: v.optional(v.string()),
});
type LookupEvents = v.InferOutput<typeof LookupEvents>;

const ListPublicKeys = v.strictObject({
  StartTime: v.optional(v.number()),
  EndTime: v.optional(v.number()),
  NextToken: v.optional(v.string()),
});

const KEYS = [
  'EventId',
  'EventName',
  'ReadOnly',
  'Username',
  'ResourceType',
  'ResourceName',
  'EventSource',
  'AccessKeyId',
];

const check = ({ LookupAttributes, StartTime, EndTime, MaxResults }: LookupEvents): void => {
  const [attribute, another] = LookupAttributes;
  if (another !== undefined || (attribute !== undefined && !KEYS.includes(attribute.AttributeKey))) {
    throw new AwsError('InvalidLookupAttributesException', 'Specify one lookup attribute that exists.');
  }
  if (EndTime < StartTime)
    throw new AwsError('InvalidTimeRangeException', 'The start time is after the end time.');
  if (MaxResults < 1 || MaxResults > 50)
    throw new AwsError('InvalidMaxResultsException', 'A max results value between 1 and 50 is required.');
};

type Event = ReturnType<typeof eventOf>;
type Place = Pick<Event, 'EventTime' | 'EventId'>;

/** Newest first. */
const inOrder = (one: Place, other: Place): number =>
  other.EventTime - one.EventTime || (one.EventId < other.EventId ? -1 : one.EventId > other.EventId ? 1 : 0);

// A token is good only for the very look-up that gave it. It names the last event that was shown: what becomes visible between
// two pages moves neither.
const tokenFor = (lookup: string, { EventTime, EventId }: Place) =>
  Buffer.from(JSON.stringify([EventTime, EventId, lookup])).toString('base64');
const Token = v.pipe(v.string(), v.parseJson(), v.strictTuple([v.number(), v.string(), v.string()]));
const lastShown = (token: string | undefined, lookup: string): Place | null => {
  if (token === undefined) return null;
  const parsed = v.safeParse(Token, Buffer.from(token, 'base64').toString());
  if (!parsed.success || parsed.output[2] !== lookup)
    throw new AwsError('InvalidNextTokenException', 'The next token is not valid.');
  const [EventTime, EventId] = parsed.output;
  return { EventTime, EventId };
};

/** Refuses calls when told to, or when they come faster than allowed. */
const throttler = (clock: () => number) => {
  let refusals = 0;
  let limited = false;
  let allowed: number[] = [];
  const check = () => {
    const now = clock();
    allowed = allowed.filter((at) => at > now - 1_000);
    if (refusals > 0 || (limited && allowed.length >= 2)) {
      refusals = Math.max(0, refusals - 1);
      throw new AwsError('ThrottlingException', 'Rate exceeded');
    }
    allowed.push(now);
  };
  return {
    check,
    throttle: (times: number) => {
      refusals = times;
    },
    limitToTwoASecond: () => {
      limited = true;
    },
    liftLimit: () => {
      limited = false;
    },
  };
};

/** CloudTrail without an address. @param now in milliseconds, by which look-ups are limited */
export const cloudTrailService = (
  now: () => number = Date.now,
): CloudTrailState & { readonly service: JsonService } => {
  const events: Event[] = [];
  const publicKeys: PublicKey[] = [];
  let lookupMs = 0;
  const { check: checkRate, ...limits } = throttler(now);
  const service: JsonService = {
    target: 'CloudTrail_20131101',
    signedFor: 'cloudtrail',
    operations: {
      LookupEvents: operation(LookupEvents, async (input) => {
        checkRate();
        // A reference would keep a test alive that has ended.
        if (lookupMs > 0) await pause(lookupMs, undefined, { ref: false });
        check(input);
        const { NextToken, ...lookup } = input;
        const shown = lastShown(NextToken, JSON.stringify(lookup));
        const found = events
          .filter(({ EventTime }) => EventTime >= lookup.StartTime && EventTime <= lookup.EndTime)
          .filter((event) => lookup.LookupAttributes.every((attribute) => matches(event, attribute)))
          .filter((event) => shown === null || inOrder(shown, event) < 0)
          .sort(inOrder);
        const page = found.slice(0, lookup.MaxResults);
        const last = page.at(-1);
        return {
          Events: page,
          ...(last !== undefined &&
            page.length < found.length && { NextToken: tokenFor(JSON.stringify(lookup), last) }),
        };
      }),
      ListPublicKeys: operation(ListPublicKeys, () => ({ PublicKeyList: publicKeys })),
    },
  };
  return {
    service,
    record: (...records) => events.push(...records.map(eventOf)),
    ...limits,
    slowDown: (milliseconds) => {
      lookupMs = milliseconds;
    },
    publishKey: (key) => publicKeys.push(key),
  };
};

export const openCloudTrail = async (): Promise<CloudTrail> => {
  const { service, ...state } = cloudTrailService();
  return { ...(await serveAwsJson(service)), ...state };
};
