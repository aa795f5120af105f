import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { type AwsAnswer, type Patch, withJson } from './patch';

const Received = v.looseObject({
  Messages: v.optional(v.array(v.looseObject({ Body: v.string(), MD5OfBody: v.string() })), []),
});

const named = v.looseObject({ name: v.string() });
const Notification = v.looseObject({
  Records: v.array(
    v.looseObject({
      eventTime: v.string(),
      s3: v.looseObject({ bucket: named, object: v.looseObject({ key: v.string() }) }),
    }),
  ),
});
const ObjectCreated = v.looseObject({
  source: v.literal('aws.s3'),
  detail: v.looseObject({ object: v.looseObject({ eTag: v.string() }) }),
});

/** What S3 answered to an upload, and moto leaves out of what it says about it. */
interface Upload {
  readonly versionId: string | undefined;
  /** Hexadecimal; of two events of one key the larger is the later. */
  readonly sequencer: string;
}

type Body = Readonly<Record<string, unknown>>;

/**
 * S3's notification names the uploader, the version and the order of events:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html. moto's names none of them, and
 * its time is neither UTC nor of milliseconds.
 */
const completeNotification = (body: Body, uploadOf: (bucket: string, key: string) => Upload): Body => {
  const parsed = v.safeParse(Notification, body);
  if (!parsed.success) return body;
  return {
    ...parsed.output,
    Records: parsed.output.Records.map(({ s3, ...record }) => {
      const key = decodeURIComponent(s3.object.key.replaceAll('+', ' '));
      const { versionId, sequencer } = uploadOf(s3.bucket.name, key);
      return {
        ...record,
        eventTime: `${record.eventTime.slice(0, 23)}Z`,
        userIdentity: { principalId: 'AWS:AROAEXAMPLETASKROLE1:8a58117dac38436ba5547e9da5d3ac3d' },
        requestParameters: { sourceIPAddress: '10.0.1.23' },
        responseElements: { 'x-amz-request-id': 'C3D13FE58DE4C810', 'x-amz-id-2': 'FMyUVURIY8' },
        s3: {
          ...s3,
          bucket: { ...s3.bucket, ownerIdentity: { principalId: 'A3NL1KOZZKExample' } },
          object: { ...s3.object, ...(versionId !== undefined && { versionId }), sequencer },
        },
      };
    }),
  };
};

/** EventBridge has `etag` where moto has `eTag`: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
const completeEvent = (body: Body): Body => {
  const parsed = v.safeParse(ObjectCreated, body);
  if (!parsed.success) return body;
  const { eTag, ...object } = parsed.output.detail.object;
  return { ...parsed.output, detail: { ...parsed.output.detail, object: { ...object, etag: eTag } } };
};

const versionIn = ({ headers }: AwsAnswer): string | undefined => {
  const id = headers['x-amz-version-id'];
  return typeof id === 'string' ? id : undefined;
};

/** What a bucket says of an upload, with everything AWS says. It watches the uploads, and patches the messages as they are received. */
export const objectNotifications = (): Patch => {
  const uploads = new Map<string, Upload>();
  const uploadOf = (bucket: string, key: string): Upload => {
    const upload = uploads.get(`/${bucket}/${key}`);
    if (upload) return upload;
    throw new Error(`a notification about /${bucket}/${key} was received, but it was never uploaded`);
  };
  const whole = (text: string): string =>
    JSON.stringify(completeEvent(completeNotification(JSON.parse(text), uploadOf)));
  return {
    answer: (request, answer) => {
      if (request.method === 'PUT' && request.operation === '' && answer.status === 200) {
        const [path = ''] = request.path.split('?');
        const sequencer = (uploads.size + 0x617f0829).toString(16).toUpperCase().padStart(18, '0');
        uploads.set(decodeURIComponent(path), { versionId: versionIn(answer), sequencer });
        return answer;
      }
      if (request.operation !== 'ReceiveMessage' || answer.status !== 200) return answer;
      const received = v.parse(Received, JSON.parse(answer.body.toString()));
      const Messages = received.Messages.map((message) => {
        const Body = whole(message.Body);
        return { ...message, Body, MD5OfBody: createHash('md5').update(Body).digest('hex') };
      });
      return withJson(answer, { ...received, ...(Messages.length > 0 && { Messages }) });
    },
  };
};
