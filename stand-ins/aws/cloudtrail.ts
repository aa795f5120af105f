import { setTimeout as pause } from 'node:timers/promises';
import * as v from 'valibot';
import { AwsError, type JsonServiceServer, operation, serveAwsJson } from './aws-json';
import { eventOf, matches } from './cloudtrail-event';

/** CloudTrail's event history: what was recorded, newest first. */
export interface CloudTrail extends JsonServiceServer {
  /** Makes a record visible, as CloudTrail does minutes after the call. */
  readonly record: (...records: readonly object[]) => void;
  /** Refuses the next `times` look-ups for coming too fast. */
  readonly throttle: (times: number) => void;
  /** From now on refuses what comes faster than the two calls a second that AWS allows. */
  readonly limitToTwoASecond: () => void;
  /** From now on every look-up takes so long. */
  readonly slowDown: (milliseconds: number) => void;
  /** Lists a key as one that digests are signed with. */
  readonly publishKey: (key: PublicKey) => void;
}

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

// A token is good only for the very look-up that gave it.
const tokenFor = (lookup: string, offset: number) => Buffer.from(`${offset} ${lookup}`).toString('base64');
const offsetOf = (token: string | undefined, lookup: string): number => {
  if (token === undefined) return 0;
  const offset = Number.parseInt(Buffer.from(token, 'base64').toString(), 10);
  if (token !== tokenFor(lookup, offset))
    throw new AwsError('InvalidNextTokenException', 'The next token is not valid.');
  return offset;
};

/** Refuses calls when told to, or when they come faster than allowed. */
const throttler = () => {
  let refusals = 0;
  let limited = false;
  let allowed: number[] = [];
  const check = () => {
    const now = Date.now();
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
  };
};

export const openCloudTrail = async (): Promise<CloudTrail> => {
  const records: object[] = [];
  const publicKeys: PublicKey[] = [];
  let lookupMs = 0;
  const { check: checkRate, throttle, limitToTwoASecond } = throttler();
  const server = await serveAwsJson({
    target: 'CloudTrail_20131101',
    signedFor: 'cloudtrail',
    operations: {
      LookupEvents: operation(LookupEvents, async (input) => {
        checkRate();
        // A reference would keep a test alive that has ended.
        await pause(lookupMs, undefined, { ref: false });
        check(input);
        const { NextToken, ...lookup } = input;
        const offset = offsetOf(NextToken, JSON.stringify(lookup));
        const found = records
          .map(eventOf)
          .filter(({ EventTime }) => EventTime >= lookup.StartTime && EventTime <= lookup.EndTime)
          .filter((event) => lookup.LookupAttributes.every((attribute) => matches(event, attribute)))
          .sort((one, other) => other.EventTime - one.EventTime);
        const end = offset + lookup.MaxResults;
        return {
          Events: found.slice(offset, end),
          ...(end < found.length ? { NextToken: tokenFor(JSON.stringify(lookup), end) } : {}),
        };
      }),
      ListPublicKeys: operation(ListPublicKeys, () => ({ PublicKeyList: publicKeys })),
    },
  });
  return {
    ...server,
    record: (...more) => records.push(...more),
    throttle,
    limitToTwoASecond,
    slowDown: (milliseconds) => {
      lookupMs = milliseconds;
    },
    publishKey: (key) => publicKeys.push(key),
  };
};
