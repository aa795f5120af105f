import * as v from 'valibot';
import { isoTime } from '../iso-time';
import { textOrNull } from '../lenient';
import { type MessageParser, poison } from './message';
import { readUploadedObject } from './uploaded-object';

/** EventBridge's `Object Created`: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
const Envelope = v.object({ source: v.literal('aws.s3'), 'detail-type': v.literal('Object Created') });

const ObjectCreated = v.object({
  time: isoTime,
  detail: v.object({
    bucket: v.object({ name: v.string() }),
    object: v.object({
      // Not URL-encoded, unlike in S3's own notification.
      key: v.string(),
      size: v.fallback(v.nullable(v.number()), null),
      etag: textOrNull,
      'version-id': textOrNull,
    }),
  }),
});

export const parseObjectCreatedEvent: MessageParser = (body, context) => {
  if (!v.is(Envelope, body)) return null;
  const event = v.safeParse(ObjectCreated, body);
  if (!event.success) return poison(`malformed "Object Created" event: ${v.summarize(event.issues)}`);
  const { bucket, object } = event.output.detail;
  return readUploadedObject(
    {
      bucket: bucket.name,
      key: object.key,
      sizeBytes: object.size,
      etag: object.etag,
      versionId: object['version-id'],
      uploadedAt: event.output.time,
      // Its requester is an account, not a principal.
      writerPrincipalId: null,
    },
    context,
  );
};
