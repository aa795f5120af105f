import { gzipSync } from 'node:zlib';
import { folderSearch } from '../../../../lambda/aws/cloudtrail-bucket/search-folder';
import { type CloudTrailFolder, keyBeforeMinute } from '../../../../lambda/cloudtrail-log/cloudtrail-folder';
import type { OpenedSession, TracedSession } from '../../../../lambda/session/session';
import type { SessionId } from '../../../../lambda/session/session-id';
import { beginTime, type InvocationTime, shareOf } from '../../../../lambda/time';
import {
  type CloudTrailBucketStandIn,
  cloudTrailBucketStandIn,
  type StoredObject,
} from './cloudtrail-bucket-stand-in';
import { digestFile, sha256, signingKey } from './cloudtrail-digests';
import { executeCommandRecord, logFileOf, sessionId } from './execute-command-record';

export const folder: CloudTrailFolder = {
  prefix: '',
  organizationId: null,
  accountId: '111122223333',
  region: 'eu-central-1',
};
export const anna = sessionId('s9y89par6quf78pcbnoko32g28');
export const bert = sessionId('0123456789abcdef0');
export const uploadedAt = new Date('2026-07-31T13:00:00Z');

/** The key of a log file delivered in that minute. */
export const keyAt = (time: string, suffix = 'Mu0KsOhtH1ar15ZZ', of = folder) =>
  `${keyBeforeMinute(of, new Date(time))}Z_${suffix}.json.gz`;
export const noise = [
  { eventName: 'DescribeTasks' },
  executeCommandRecord('ecs-execute-command-0000somebody0else'),
];

/** The bucket of a CloudTrail trail for each test of a file, and the search of it. */
export const searchedBucket = () => {
  let aws: CloudTrailBucketStandIn;
  let warnings: string[];
  let time: InvocationTime;
  beforeEach(async () => {
    time = beginTime(60_000);
    aws = await cloudTrailBucketStandIn('trail');
    warnings = [];
  });
  afterEach(async () => {
    time.end();
    await aws.close();
    expect(aws.asked.surprises).toEqual([]);
  });

  const put = (key: string, records: object[], rest: Partial<StoredObject> = {}) => {
    aws.objects.set(key, { bytes: gzipSync(logFileOf(...records)), ...rest });
    return key;
  };
  const results = (sought: readonly Partial<TracedSession>[], of = folder) =>
    folderSearch({
      ...of,
      s3: aws.s3,
      cloudtrail: aws.cloudtrail,
      bucket: 'trail',
      warn: (message, details) => warnings.push(`${message}: ${details.reason}`),
    })(
      sought.map((session) => ({
        id: anna,
        uploadedAt,
        firstUploadedAt: session.uploadedAt ?? uploadedAt,
        startedAt: null,
        deadline: uploadedAt,
        accountId: of.accountId,
        region: of.region,
        ...session,
      })),
      // Of the time of the invocation, which must not end with it.
      shareOf(time, time.leftMs() * 0.4),
    );
  /** Whom a search found, and why it broke off. */
  const searched = async (...asked: Parameters<typeof results>) => {
    const search = await results(...asked);
    const found = new Map<SessionId, OpenedSession>(
      [...search].flatMap(([id, { records }]) => (records[0] ? [[id, records[0]]] : [])),
    );
    return { found, stoppedBy: [...search.values()].flatMap((result) => result.stoppedBy ?? [])[0] ?? null };
  };
  /** Whom a search found that came to its end. */
  const search = async (...asked: Parameters<typeof searched>) => {
    const { found, stoppedBy } = await searched(...asked);
    if (stoppedBy !== null) throw stoppedBy;
    return found;
  };
  /** CloudTrail has signed the digest of that hour, and it lists this file of these records. */
  const confirm = (key: string, records: object[], endsAt: string) => {
    const amazon = signingKey('31e8b5433410dfb61a9dc45cc65b22ff');
    aws.answers.publicKeys = [{ Fingerprint: amazon.fingerprint, Value: amazon.publicKey }];
    const logFiles = new Map([[key, sha256(logFileOf(...records))]]);
    const digest = digestFile(folder, { endsAt: new Date(endsAt), logFiles, key: amazon });
    aws.objects.set(digest.key, digest.object);
  };

  return {
    aws: () => aws,
    warnings: () => warnings,
    time: () => time,
    /** In the place of a minute. */
    giveTime: (milliseconds: number) => {
      time.end();
      time = beginTime(milliseconds);
    },
    put,
    results,
    searched,
    search,
    confirm,
  };
};
