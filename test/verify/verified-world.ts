import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ACCOUNT_ID, CREDENTIALS, REGION } from '../../stand-ins/account';
import { openCloudTrail } from '../../stand-ins/aws/cloudtrail';
import { openS3AndSqs } from '../../stand-ins/aws/s3-and-sqs';
import { openKosli } from '../../stand-ins/kosli/kosli';
import type { ReportedAttestation } from '../../stand-ins/kosli/ledger';
import { logFileOf } from '../../stand-ins/recorded-session/execute-command-record';
import { KOSLI } from '../../stand-ins/stage';
import { run } from '../../verify/run';
import { digestFile, sha256, signingKey } from '../lambda/aws/cloudtrail-bucket/cloudtrail-digests';
import { attestationsOf, type Reported, sessionOn, statementOf, TRAIL, TRANSCRIPTS } from './stated-days';

const CLOUDTRAIL = 'acme-cloudtrail';
const FOLDER = { prefix: '', organizationId: null, accountId: ACCOUNT_ID, region: REGION };
// Event history keeps 90 days.
export const daysAgo = (days: number): string =>
  new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

/** Two sessions; none; three, of which one never got a transcript. */
export const DAYS = [daysAgo(8), daysAgo(7), daysAgo(6)] as const;
const SESSIONS = [
  sessionOn(DAYS[0], 1),
  sessionOn(DAYS[0], 2),
  sessionOn(DAYS[2], 1),
  sessionOn(DAYS[2], 2),
  sessionOn(DAYS[2], 3, null),
];

export const statementTrail = (day: string): string => `completeness-${ACCOUNT_ID}-${REGION}-${day}`;

export const logFileKey = (day: string, time = '1230'): string =>
  `AWSLogs/${ACCOUNT_ID}/CloudTrail/${REGION}/${day.replaceAll('-', '/')}/` +
  `${ACCOUNT_ID}_CloudTrail_${REGION}_${day.replaceAll('-', '')}T${time}Z_Mu0KsOhtH1ar15ZZ.json.gz`;

/** AWS and Kosli after three days, each reported and stated. */
export const openWorld = async () => {
  const [folder, s3AndSqs, cloudtrail, kosli] = await Promise.all([
    mkdtemp(join(tmpdir(), 'verify-')),
    openS3AndSqs(),
    openCloudTrail(),
    openKosli(KOSLI),
  ]);
  const s3 = new S3Client({ endpoint: s3AndSqs.url, region: REGION, credentials: CREDENTIALS });
  const put = async (
    bucket: string,
    key: string,
    body: Buffer,
    metadata: Readonly<Record<string, string>> = {},
  ) => {
    const command = new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, Metadata: metadata });
    return (await s3.send(command)).VersionId ?? null;
  };
  await s3.send(new CreateBucketCommand({ Bucket: CLOUDTRAIL }));
  await s3.send(new CreateBucketCommand({ Bucket: TRANSCRIPTS }));
  const key = signingKey('31e8b5433410dfb61a9dc45cc65b22ff');
  cloudtrail.publishKey({ Fingerprint: key.fingerprint, Value: key.publicKey });

  const reported: Reported[] = [];
  for (const session of SESSIONS) {
    const { transcript } = session;
    const version = transcript === null ? null : await put(TRANSCRIPTS, session.key, Buffer.from(transcript));
    const attestations = attestationsOf(session, version);
    kosli.addAttestations(TRAIL, attestations);
    cloudtrail.record(session.record);
    reported.push({ ...session, attestations });
  }
  let previousRoot: string | null = null;
  for (const day of DAYS) {
    const sessions = reported.filter((session) => session.day === day);
    const content = logFileOf({ eventName: 'DescribeTasks' }, ...sessions.map(({ record }) => record));
    await put(CLOUDTRAIL, logFileKey(day), gzipSync(content));
    const logFiles = new Map([[logFileKey(day), sha256(content)]]);
    const endsAt = new Date(`${day}T13:00:00Z`);
    const digest = digestFile(FOLDER, { endsAt, logFiles, key, bucket: CLOUDTRAIL });
    await put(CLOUDTRAIL, digest.key, digest.object.bytes, digest.object.metadata);
    const statement = statementOf(day, sessions, { previousRoot });
    kosli.addAttestations(statementTrail(day), [statement]);
    previousRoot = String(statement.user_data.merkle_root);
  }

  /** The attestations of a trail, to be tampered with, which Kosli does not let anybody do. */
  const held = (trail: string): ReportedAttestation[] =>
    kosli.trails.get(trail)?.attestations as ReportedAttestation[];
  const verify = async (...flags: readonly string[]) => {
    const lines: string[] = [];
    const progress: string[] = [];
    const env = { KOSLI_API_TOKEN: KOSLI.token, AWS_REGION: REGION, AWS_ACCOUNT_ID: ACCOUNT_ID };
    const kosliFlags = ['--kosli-org', KOSLI.org, '--kosli-flow', KOSLI.flow, '--kosli-host', kosli.url];
    const range = flags.includes('--from') ? [] : ['--from', DAYS[0], '--to', DAYS[2]];
    const code = await run([...range, ...kosliFlags, ...flags], {
      env,
      say: (line) => lines.push(line),
      progress: (line) => progress.push(line),
    });
    return { code, said: lines.join('\n'), progress: progress.join('\n') };
  };
  return {
    folder,
    reported,
    kosli,
    cloudtrail,
    s3,
    put,
    held,
    verify,
    withBucket: ['--cloudtrail-bucket', CLOUDTRAIL],
    cloudTrailBucket: CLOUDTRAIL,
    endpoints: {
      AWS_ENDPOINT_URL_S3: s3AndSqs.url,
      AWS_ENDPOINT_URL_CLOUDTRAIL: cloudtrail.url,
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    },
    close: async () => {
      s3.destroy();
      await Promise.all([s3AndSqs, cloudtrail, kosli].map(({ close }) => close()));
      await rm(folder, { recursive: true });
    },
  };
};
export type World = Awaited<ReturnType<typeof openWorld>>;

/** For a test file: gives the world of the test that runs, opened for it alone and reached through the environment. */
export const worldOfEachTest = (): (() => World) => {
  const environment = { ...process.env };
  // Each test opens AWS and Kosli anew.
  jest.setTimeout(60_000);
  let world: World | undefined;
  beforeEach(async () => {
    world = await openWorld();
    Object.assign(process.env, world.endpoints);
  });
  afterEach(async () => {
    process.env = { ...environment };
    await world?.close();
    world = undefined;
  });
  return () => {
    if (world === undefined) throw new Error('no test is running, so no world is open');
    return world;
  };
};
