import * as v from 'valibot';
import { textOrNull } from '../lenient';
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
const ApiCallRecord = v.object(API_CALL_FIELDS);

/** What does not depend on the call; null when the record has no id, or no time. */
export const apiCallOf = (
  record: v.InferOutput<typeof ApiCallRecord>,
  foundIn: RecordSource,
): Omit<ApiCall, 'task'> | null => {
  const calledAt = new Date(record.eventTime ?? Number.NaN);
  if (record.eventID === null || Number.isNaN(calledAt.getTime())) return null;
  return {
    eventId: record.eventID,
    principal: parsePrincipal(record.userIdentity),
    calledAt,
    region: record.awsRegion ?? 'unknown',
    accountId: record.recipientAccountId,
    sourceIp: record.sourceIPAddress,
    userAgent: record.userAgent,
    foundIn,
  };
};

const STREAM_SECRETS = ['streamUrl', 'tokenValue'];

/** The record without the stream's URL and token, wherever in it they are: whoever has both can join an open session. */
export const withoutStreamSecrets = (record: unknown): unknown =>
  JSON.parse(
    JSON.stringify(record ?? null, (key, value) => (STREAM_SECRETS.includes(key) ? undefined : value)),
  );
