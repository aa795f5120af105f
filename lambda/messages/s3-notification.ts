import * as v from 'valibot';
import { isoTime } from '../iso-time';
import { lenientObject, textOrNull } from '../lenient';
import { ignored, type Message, type MessageContext, type MessageParser, merge, poison } from './message';
import { readUploadedObject } from './uploaded-object';

/** S3's own notification: https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
const Notification = v.object({ Records: v.pipe(v.array(v.unknown()), v.nonEmpty()) });

const S3Record = v.object({
  // S3 only adds fields within a major version.
  eventVersion: v.pipe(v.string(), v.regex(/^2\./, 'expected eventVersion 2.x')),
  eventSource: v.literal('aws:s3'),
  eventName: v.string(),
  eventTime: isoTime,
  userIdentity: lenientObject({ principalId: textOrNull }),
  s3: v.object({
    bucket: v.object({ name: v.string() }),
    object: v.object({
      key: v.string(),
      size: v.fallback(v.nullable(v.number()), null),
      eTag: textOrNull,
      versionId: textOrNull,
    }),
  }),
});

// Form encoding: a space is `+`, everything else %XX.
const decodeKey = (key: string): string | null => {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
};

const readRecord = (raw: unknown, context: MessageContext): Message => {
  const record = v.safeParse(S3Record, raw);
  if (!record.success) return poison(`malformed S3 record: ${v.summarize(record.issues)}`);
  const { eventName, eventTime, userIdentity, s3 } = record.output;
  if (!eventName.startsWith('ObjectCreated:')) return ignored(`${eventName} does not create an object`);
  const key = decodeKey(s3.object.key);
  if (key === null) return poison(`the object key "${s3.object.key}" is not URL-encoded as S3 encodes keys`);
  const { size: sizeBytes, eTag: etag, versionId } = s3.object;
  // `AWS:AROA…:<session name>`, which of a task's role is the id of the task.
  const writerPrincipalId = userIdentity.principalId?.replace(/^AWS:/, '') ?? null;
  return readUploadedObject(
    { bucket: s3.bucket.name, key, sizeBytes, etag, versionId, uploadedAt: eventTime, writerPrincipalId },
    context,
  );
};

export const parseS3Notification: MessageParser = (body, context) => {
  const notification = v.safeParse(Notification, body);
  return notification.success
    ? merge(notification.output.Records.map((record) => readRecord(record, context)))
    : null;
};
