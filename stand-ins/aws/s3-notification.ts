import { randomBytes, randomUUID } from 'node:crypto';
import { TASK_ID } from '../recorded-session/session';

/** An object that was created, as S3 notifies of it. */
export interface CreatedObject {
  readonly bucket: string;
  /** Not encoded. */
  readonly key: string;
  /** Null in a bucket that keeps no versions. */
  readonly versionId: string | null;
  readonly sizeBytes: number;
  /** Without quotes. */
  readonly etag: string;
  readonly how: 'Put' | 'Copy' | 'CompleteMultipartUpload';
  readonly at: Date;
  /** `<role id>:<session name>` of whoever wrote it, the recorded session's task unless given; null where S3 does not say. */
  readonly writerPrincipalId?: string | null | undefined;
}

const RECORDED_TASK = `AROAEXAMPLE:${TASK_ID}`;

// As a form is encoded (a space becomes `+`), but for slashes.
const encodeKey = (key: string): string =>
  new URLSearchParams([['', key]]).toString().slice(1).replaceAll('%2F', '/');

const sequencer = (at: Date): string => (at.getTime() * 1_000).toString(16).toUpperCase().padStart(18, '0');

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
export const objectCreatedMessage = (
  configurationId: string,
  { writerPrincipalId = RECORDED_TASK, ...object }: CreatedObject,
): string =>
  JSON.stringify({
    Records: [
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        awsRegion: 'eu-central-1',
        eventTime: object.at.toISOString(),
        eventName: `ObjectCreated:${object.how}`,
        userIdentity: writerPrincipalId === null ? {} : { principalId: `AWS:${writerPrincipalId}` },
        requestParameters: { sourceIPAddress: '10.0.1.23' },
        responseElements: {
          'x-amz-request-id': randomBytes(8).toString('hex').toUpperCase(),
          'x-amz-id-2': randomBytes(48).toString('base64'),
        },
        s3: {
          s3SchemaVersion: '1.0',
          configurationId,
          bucket: {
            name: object.bucket,
            ownerIdentity: { principalId: 'A3NL1KOZZKExample' },
            arn: `arn:aws:s3:::${object.bucket}`,
          },
          object: {
            key: encodeKey(object.key),
            size: object.sizeBytes,
            eTag: object.etag,
            ...(object.versionId !== null && { versionId: object.versionId }),
            sequencer: sequencer(object.at),
          },
        },
      },
    ],
  });

/** What S3 sends when a notification is configured, to prove that it may. */
export const testMessage = (bucket: string, at: Date): string =>
  JSON.stringify({
    Service: 'Amazon S3',
    Event: 's3:TestEvent',
    Time: at.toISOString(),
    Bucket: bucket,
    RequestId: randomBytes(8).toString('hex').toUpperCase(),
    HostId: randomUUID(),
  });
