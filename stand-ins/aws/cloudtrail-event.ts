import * as v from 'valibot';

/** A record as CloudTrail writes it; only what LookupEvents shows beside it is required. */
const CloudTrailRecord = v.looseObject({
  eventID: v.string(),
  eventName: v.string(),
  eventSource: v.string(),
  eventTime: v.pipe(v.string(), v.isoTimestamp()),
  readOnly: v.optional(v.boolean(), false),
  // CloudTrail makes something of every caller, however odd.
  userIdentity: v.fallback(
    v.looseObject({
      accessKeyId: v.fallback(v.optional(v.string()), ''),
      principalId: v.fallback(v.optional(v.string()), ''),
      userName: v.optional(v.string()),
    }),
    {},
  ),
});

/**
 * A record as LookupEvents answers it: the whole of it as a string, and a few fields beside. Times are epoch seconds.
 *
 * @throws ValiError when it is not a record
 */
export const eventOf = (raw: object) => {
  const record = v.parse(CloudTrailRecord, raw);
  const { accessKeyId, principalId = '', userName } = record.userIdentity;
  return {
    EventId: record.eventID,
    EventName: record.eventName,
    ReadOnly: String(record.readOnly),
    ...(accessKeyId === undefined ? {} : { AccessKeyId: accessKeyId }),
    EventTime: Date.parse(record.eventTime) / 1000,
    EventSource: record.eventSource,
    // A convenience: the user's name, or the name of a role's session.
    Username: userName ?? principalId.slice(principalId.indexOf(':') + 1),
    Resources: [],
    CloudTrailEvent: JSON.stringify(raw),
  };
};

/** Whether an event is what a look-up asks for; values are compared whole and with their case. */
export const matches = (
  event: ReturnType<typeof eventOf>,
  { AttributeKey, AttributeValue }: { readonly AttributeKey: string; readonly AttributeValue: string },
): boolean => {
  const fields: Readonly<Record<string, unknown>> = event;
  return fields[AttributeKey] === AttributeValue;
};
