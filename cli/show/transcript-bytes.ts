import { addAbortSignal, Readable } from 'node:stream';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Time } from '../../lambda/time';
import { awsAnswer } from '../deployment/aws-answer';
import { CommandError } from '../exit-code';

/** An object, and which of its versions. */
export interface TranscriptPlace {
  readonly bucket: string;
  readonly key: string;
  /** Null for the newest, or where the bucket keeps none. */
  readonly versionId: string | null;
}

/** Reads a transcript's bytes each time it is called. */
export type TranscriptBytes = (place: TranscriptPlace) => AsyncIterable<Uint8Array>;

/** Throws a `CommandError` when S3 refuses, or the time is up. */
export const transcriptBytes = (s3: S3Client, time: Time): TranscriptBytes =>
  async function* ({ bucket, key, versionId }) {
    const doing = `S3 GetObject s3://${bucket}/${key}`;
    const command = new GetObjectCommand({
      Bucket: bucket,
      Key: key,
      ...(versionId !== null && { VersionId: versionId }),
    });
    const { Body } = await awsAnswer(
      doing,
      'Your credentials need s3:GetObject and s3:GetObjectVersion there, and kms:Decrypt with the key of the bucket.',
      s3.send(command, { abortSignal: time.signal }),
    );
    if (!(Body instanceof Readable)) throw new CommandError(`${doing} answered without a body.`);
    yield* addAbortSignal(time.signal, Body);
  };
