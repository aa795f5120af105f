import * as v from 'valibot';
import { timeOf } from '../iso-time';
import { textOrNull } from '../lenient';
import { withoutDepths } from './nesting';
import { parsePrincipal } from './principal';
import type { ApiCall, RecordSource } from './session';

/** The fields of a CloudTrail record that do not depend on the call. */
export const API_CALL_FIELDS = {
  eventSource: textOrNull,
  eventName: textOrNull,
  eventID: textOrNull,
  eventTime: textOrNull,
  awsRegion: textOrNull,
  recipientAccountId: textOrNull,
  sourceIPAddress: textOrNull,
  userAgent: textOrNull,
  errorCode: textOrNull,
  errorMessage: textOrNull,
  userIdentity: v.optional(v.unknown()),
};
/** The region of a record that does not say. */
export const UNKNOWN_REGION = 'unknown';

const ApiCallRecord = v.object(API_CALL_FIELDS);

/** What does not depend on the call; null when the record has no id, or no time. */
export const apiCallOf = (
  record: v.InferOutput<typeof ApiCallRecord>,
  foundIn: RecordSource,
): Omit<ApiCall, 'task'> | null => {
  const calledAt = timeOf(record.eventTime);
  if (record.eventID === null || calledAt === null) return null;
  return {
    eventId: record.eventID,
    principal: parsePrincipal(record.userIdentity),
    calledAt,
    region: record.awsRegion ?? UNKNOWN_REGION,
    accountId: record.recipientAccountId,
    sourceIp: record.sourceIPAddress,
    userAgent: record.userAgent,
    foundIn,
  };
};

/** A call that was not refused, and of which cannot be read what it did. */
export interface UnreadableCall {
  readonly kind: 'unreadable';
  /** CloudTrail's `eventID`, cut to 100 characters; null when the record has none. */
  readonly eventId: string | null;
  /** Null when the record does not say. */
  readonly calledAt: Date | null;
  /** What is wrong with it: what was given, and what was expected. */
  readonly reason: string;
}

export const NO_ID_OR_TIME = 'it has no eventID, or its eventTime is not an ISO 8601 time';

export const unreadableCall = (
  record: v.InferOutput<typeof ApiCallRecord>,
  reason: string,
): UnreadableCall => ({
  kind: 'unreadable',
  eventId: record.eventID?.slice(0, 100) ?? null,
  calledAt: timeOf(record.eventTime),
  reason,
});

const STREAM_SECRETS = ['streamUrl', 'tokenValue'];

/** The record without the stream's URL and token, wherever in it they are: whoever has both can join an open session. */
export const withoutStreamSecrets = (record: unknown): unknown =>
  JSON.parse(
    JSON.stringify(withoutDepths(record ?? null), (key, value) =>
      STREAM_SECRETS.includes(key) ? undefined : value,
    ),
  );
