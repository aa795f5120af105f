import { gzipSync } from 'node:zlib';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { ACCOUNT_ID, REGION } from '../../stand-ins/account';
import { person } from '../../stand-ins/recorded-session/callers';
import {
  type ExecuteCommandCall,
  executeCommandRecord,
  logFileOf,
} from '../../stand-ins/recorded-session/execute-command-record';
import type { Stage } from '../../stand-ins/stage';
import {
  digestFile,
  type SigningKey,
  sha256,
  signingKey,
} from '../lambda/aws/cloudtrail-bucket/cloudtrail-digests';
import { sessionId } from './sessions';

/** Where an existing CloudTrail trail writes. */
export const CLOUDTRAIL = { bucketName: 'acme-cloudtrail', prefix: 'audit' };
/** For `stages`: a stack that looks for callers there too. */
export const WITH_CLOUDTRAIL_BUCKET = [
  { existingCloudTrail: true },
  { cloudtrail_bucket_name: CLOUDTRAIL.bucketName, cloudtrail_prefix: CLOUDTRAIL.prefix },
] as const;
const FOLDER = { prefix: CLOUDTRAIL.prefix, organizationId: null, accountId: ACCOUNT_ID, region: REGION };
export const MINUTE_MS = 60_000;

export const minutesAgo = (minutes: number): Date => new Date(Date.now() - minutes * MINUTE_MS);

export const createCloudTrailBucket = async ({ s3 }: Stage): Promise<void> => {
  await s3.send(new CreateBucketCommand({ Bucket: CLOUDTRAIL.bucketName }));
};

/** The key of a log file delivered in that minute. */
export const logFileKey = (
  delivered: Date,
  { region = REGION, suffix = 'Mu0KsOhtH1ar15ZZ' } = {},
): string => {
  const [date = '', time = ''] = delivered.toISOString().split('T');
  const stamp = `${date.replaceAll('-', '')}T${time.slice(0, 5).replace(':', '')}Z`;
  const folder = `${CLOUDTRAIL.prefix}/AWSLogs/${ACCOUNT_ID}/CloudTrail/${region}/${date.replaceAll('-', '/')}`;
  return `${folder}/${ACCOUNT_ID}_CloudTrail_${region}_${stamp}_${suffix}.json.gz`;
};

export const putInCloudTrailBucket = async ({ s3 }: Stage, Key: string, Body: Buffer): Promise<string> => {
  await s3.send(new PutObjectCommand({ Bucket: CLOUDTRAIL.bucketName, Key, Body }));
  return Key;
};

type DatedCall = ExecuteCommandCall & { readonly openedAt: Date };

/** A log file's content: the call that opened a session, Alice's unless said otherwise. */
export const logFile = (call: DatedCall): Buffer =>
  logFileOf(
    executeCommandRecord({
      userIdentity: person('alice'),
      eventId: 'event-in-the-log-file',
      sessionId: sessionId(),
      ...call,
    }),
  );

/** Delivers a log file, five minutes after the call in it unless said otherwise. */
export const deliver = (
  stage: Stage,
  call: DatedCall,
  {
    at = new Date(call.openedAt.getTime() + 5 * MINUTE_MS),
    region = REGION,
    suffix = 'Mu0KsOhtH1ar15ZZ',
  } = {},
): Promise<string> =>
  putInCloudTrailBucket(stage, logFileKey(at, { region, suffix }), gzipSync(logFile(call)));

/** A new key that digests are signed with. */
export const digestKey = (): SigningKey => signingKey('31e8b5433410dfb61a9dc45cc65b22ff');

/** CloudTrail's half of log-file validation: it signs digests, and lists the key it signs with. */
export const digestWriter = (stage: Stage, key: SigningKey = digestKey()) => {
  stage.cloudtrail.publishKey({ Fingerprint: key.fingerprint, Value: key.publicKey });
  /** Writes the digest of the hour that ends then; it lists these log files. */
  return async (endsAt: Date, logFiles: Readonly<Record<string, Buffer>>): Promise<void> => {
    const digest = digestFile(FOLDER, {
      endsAt: new Date(Math.floor(endsAt.getTime() / 1000) * 1000),
      logFiles: new Map(Object.entries(logFiles).map(([name, content]) => [name, sha256(content)])),
      key,
      bucket: CLOUDTRAIL.bucketName,
    });
    await stage.s3.send(
      new PutObjectCommand({
        Bucket: CLOUDTRAIL.bucketName,
        Key: digest.key,
        Body: digest.object.bytes,
        Metadata: digest.object.metadata ?? {},
      }),
    );
  };
};
