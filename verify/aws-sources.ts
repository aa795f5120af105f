import { Readable } from 'node:stream';
import {
  CloudTrailClient,
  type Event,
  ListPublicKeysCommand,
  LookupEventsCommand,
} from '@aws-sdk/client-cloudtrail';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { REQUEST_LIMITS, withLimitedCalls } from '../cli/deployment/limited-calls';
import { isInHistory, spanOf } from '../lambda/completeness/day';
import {
  type CloudTrailFiles,
  type EventName,
  type PublicKey,
  type Sources,
  type StoredObject,
  type TranscriptPlace,
  UncheckableError,
  type UnreadableEvent,
} from './sources';

const cannot = (doing: string, error: unknown): UncheckableError =>
  new UncheckableError(
    `${doing} failed: ${error instanceof Error ? `${error.name}: ${error.message}` : error}`,
    { cause: error },
  );

// S3 answers NoSuchVersion for a deleted version, and NoSuchKey or 405 for a key whose newest version is a delete marker.
const isGone = (error: unknown): boolean =>
  error instanceof Error && /^(NoSuchKey|NoSuchVersion|MethodNotAllowed)$/.test(error.name);

/** What follows each page of a list. @throws UncheckableError for a token that came before: it would be read round and round */
const nextPages = (doing: string) => {
  const tokens = new Set<string>();
  return (token: string | undefined): string | undefined => {
    if (token === undefined) return undefined;
    if (tokens.has(token))
      throw new UncheckableError(`${doing} was not read to its end: a page token came twice`);
    tokens.add(token);
    return token;
  };
};

/** An object's bytes; a connection that breaks does not show what the object is, so nothing is said of it. */
async function* bytesOf(body: Readable, doing: string): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw cannot(doing, error);
  }
}

const getObject = async (
  s3: S3Client,
  { bucket, key, versionId }: TranscriptPlace,
): Promise<StoredObject | null> => {
  const doing = `S3 GetObject of s3://${bucket}/${key}`;
  const version = versionId === null ? {} : { VersionId: versionId };
  try {
    const { Body, Metadata = {} } = await s3.send(
      new GetObjectCommand({ Bucket: bucket, Key: key, ...version }),
    );
    if (!(Body instanceof Readable)) throw new Error('S3 sent no body');
    return { body: bytesOf(Body, doing), metadata: Metadata };
  } catch (error) {
    if (isGone(error)) return null;
    throw cannot(doing, error);
  }
};

async function* listObjects(s3: S3Client, bucket: string, folder: string): AsyncGenerator<string> {
  const doing = `S3 ListObjectsV2 of s3://${bucket}/${folder}`;
  const next = nextPages(doing);
  let token: string | undefined;
  do {
    const page = await s3
      .send(new ListObjectsV2Command({ Bucket: bucket, Prefix: folder, ContinuationToken: token }))
      .catch((error: unknown) => {
        throw cannot(doing, error);
      });
    for (const { Key } of page.Contents ?? []) if (Key !== undefined) yield Key;
    token = next(page.NextContinuationToken);
  } while (token !== undefined);
}

const listPublicKeys = async (
  cloudtrail: CloudTrailClient,
  from: Date,
  to: Date,
): Promise<readonly PublicKey[]> => {
  const keys: PublicKey[] = [];
  const doing = 'CloudTrail ListPublicKeys';
  const next = nextPages(doing);
  let token: string | undefined;
  do {
    const page = await cloudtrail
      .send(new ListPublicKeysCommand({ StartTime: from, EndTime: to, NextToken: token }))
      .catch((error: unknown) => {
        throw cannot(doing, error);
      });
    for (const { Fingerprint, Value } of page.PublicKeyList ?? []) {
      if (Fingerprint !== undefined && Value !== undefined)
        keys.push({ fingerprint: Fingerprint, pkcs1: Buffer.from(Value).toString('base64') });
    }
    token = next(page.NextToken);
  } while (token !== undefined);
  return keys;
};

/** The record of an event. What of it cannot be parsed is not shown: it may hold the token of a session. */
const recordOf = ({ EventId, CloudTrailEvent }: Event, eventName: EventName): unknown => {
  const unreadable: UnreadableEvent = { unreadableEvent: EventId ?? 'without id' };
  try {
    const record: unknown = JSON.parse(CloudTrailEvent ?? 'null');
    return Object(record).eventName === eventName ? record : unreadable;
  } catch {
    return unreadable;
  }
};

async function* lookUp(
  cloudtrail: CloudTrailClient,
  eventName: EventName,
  day: string,
): AsyncGenerator<unknown> {
  if (!isInHistory(day, new Date()))
    throw new UncheckableError(
      `CloudTrail's event history keeps 90 days, and does not show all calls of ${day} any more; ` +
        'give the bucket of a CloudTrail trail with --cloudtrail-bucket',
    );
  const { from, to } = spanOf(day);
  const doing = `CloudTrail LookupEvents of ${day}`;
  const next = nextPages(doing);
  let token: string | undefined;
  do {
    const page = await cloudtrail
      .send(
        new LookupEventsCommand({
          LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: eventName }],
          StartTime: from,
          EndTime: to,
          MaxResults: 50,
          ...(token !== undefined && { NextToken: token }),
        }),
      )
      .catch((error: unknown) => {
        throw cannot(doing, error);
      });
    // CloudTrail says `"Events": []` where there are none.
    if (!Array.isArray(page.Events)) throw new UncheckableError(`${doing} answered without a list of events`);
    for (const event of page.Events) yield recordOf(event, eventName);
    token = next(page.NextToken);
  } while (token !== undefined);
}

/** AWS, with the credentials the AWS SDK finds; `region` is that of the sessions. */
export const awsSources = (
  region: string,
  cloudTrailBucket: string | null,
): Pick<Sources, 'cloudTrail' | 'history' | 'transcript'> => {
  // A bucket may be in another region than the sessions it records.
  const s3 = withLimitedCalls(new S3Client({ region, followRegionRedirects: true, ...REQUEST_LIMITS }));
  // LookupEvents allows two calls a second, which all of an account share.
  const cloudtrail = withLimitedCalls(
    new CloudTrailClient({ region, retryMode: 'adaptive', maxAttempts: 10, ...REQUEST_LIMITS }),
  );
  const files = (bucket: string): CloudTrailFiles => ({
    bucket,
    list: (folder) => listObjects(s3, bucket, folder),
    read: (key) => getObject(s3, { bucket, key, versionId: null }),
    publicKeys: (from, to) => listPublicKeys(cloudtrail, from, to),
  });
  return {
    cloudTrail: cloudTrailBucket === null ? null : files(cloudTrailBucket),
    history: (eventName, day) => lookUp(cloudtrail, eventName, day),
    transcript: async (place) => (await getObject(s3, place))?.body ?? null,
  };
};
