import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  type CloudTrailFolder,
  deliveredAt,
  keyBeforeMinute,
} from '../../lambda/cloudtrail-log/cloudtrail-folder';

/** Log files as CloudTrail writes them, the same on every machine: 100 files, about 300 MB unpacked, without line breaks. */
const FILES = 100;
const FILE_BYTES = 3_000_000;
const MINUTES_APART = 28;
/** The index of the file with the session that is found. */
export const OPENS_AT = 50;
export const NEWEST_DELIVERY = new Date('2026-07-31T12:30:00Z');

export const FOLDER: CloudTrailFolder = {
  prefix: '',
  organizationId: null,
  accountId: '111122223333',
  region: 'eu-central-1',
};
/** One session was opened by a call in one of the files, the other by none, so the search reads everything. */
export const PRESENT = 'ecs-execute-command-0present0in0a0middle0file00';
export const ABSENT = 'ecs-execute-command-0absent00from0all0the0files0';

const mulberry32 = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
};
const random = mulberry32(20260731);
const pick = <Item>(items: readonly [Item, ...Item[]]): Item =>
  items[Math.floor(random() * items.length)] ?? items[0];
const letters = (count: number, alphabet: string) =>
  Array.from({ length: count }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');
const hex = (count: number) => letters(count, '0123456789abcdef');
const uuid = () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;

const callers = Array.from({ length: 40 }, (_, at) => ({
  principalId: `AROA${letters(17, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}`,
  role: `service-role-${at}-${letters(6, 'abcdefghij')}`,
  session: pick(['i-0abc', 'botocore-session', 'anna@example.com', 'build']) + hex(8),
}));

const identity = () => {
  const caller = callers[Math.floor(random() * callers.length)];
  const arn = `arn:aws:iam::111122223333:role/${caller?.role}`;
  return {
    type: 'AssumedRole',
    principalId: `${caller?.principalId}:${caller?.session}`,
    arn: `arn:aws:sts::111122223333:assumed-role/${caller?.role}/${caller?.session}`,
    accountId: '111122223333',
    accessKeyId: `ASIA${letters(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}`,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: caller?.principalId,
        arn,
        accountId: '111122223333',
        userName: caller?.role,
      },
      attributes: { creationDate: '2026-07-31T11:01:09Z', mfaAuthenticated: 'false' },
    },
  };
};

const execSession = (sessionId: string) => {
  const task = `arn:aws:ecs:eu-central-1:111122223333:task/infra/${hex(32)}`;
  return {
    eventSource: 'ecs.amazonaws.com',
    eventName: 'ExecuteCommand',
    requestParameters: { cluster: 'infra', container: 'app', command: '/bin/bash', interactive: true, task },
    responseElements: {
      clusterArn: 'arn:aws:ecs:eu-central-1:111122223333:cluster/infra',
      containerName: 'app',
      interactive: true,
      session: {
        sessionId,
        streamUrl: `wss://ssmmessages.eu-central-1.amazonaws.com/v1/data-channel/${sessionId}?role=publish_subscribe`,
        tokenValue: 'Value hidden due to security reasons.',
      },
      taskArn: task,
    },
  };
};

const calls: readonly [() => object, ...(() => object)[]] = [
  () => ({
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    requestParameters: {
      roleArn: `arn:aws:iam::111122223333:role/service-role-${hex(6)}`,
      roleSessionName: hex(12),
    },
    responseElements: {
      credentials: {
        accessKeyId: `ASIA${hex(16)}`,
        sessionToken: letters(300, 'ABCdef012+/'),
        expiration: 'Jul 31, 2026, 1:25:25 PM',
      },
    },
  }),
  () => ({
    eventSource: 'kms.amazonaws.com',
    eventName: 'Decrypt',
    requestParameters: {
      encryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      encryptionContext: { 'aws:s3:arn': `arn:aws:s3:::data-${hex(4)}/${uuid()}` },
    },
    responseElements: null,
    resources: [
      {
        accountId: '111122223333',
        type: 'AWS::KMS::Key',
        ARN: `arn:aws:kms:eu-central-1:111122223333:key/${uuid()}`,
      },
    ],
  }),
  () => ({
    eventSource: 'ec2.amazonaws.com',
    eventName: 'DescribeInstances',
    requestParameters: {
      instancesSet: { items: Array.from({ length: 8 }, () => ({ instanceId: `i-0${hex(16)}` })) },
      filterSet: {},
    },
    responseElements: null,
  }),
  () => ({
    eventSource: 'logs.amazonaws.com',
    eventName: 'CreateLogStream',
    requestParameters: {
      logGroupName: `/aws/lambda/${letters(12, 'abcdefgh-')}`,
      logStreamName: `2026/07/31/[$LATEST]${hex(32)}`,
    },
    responseElements: null,
  }),
  () => ({
    eventSource: 'ecs.amazonaws.com',
    eventName: 'DescribeTasks',
    requestParameters: {
      cluster: 'infra',
      tasks: Array.from({ length: 10 }, () => `arn:aws:ecs:eu-central-1:111122223333:task/infra/${hex(32)}`),
    },
    responseElements: null,
  }),
];

const record = (call: object, time: Date) => ({
  eventVersion: '1.11',
  userIdentity: identity(),
  eventTime: time.toISOString().replace('.000', ''),
  awsRegion: 'eu-central-1',
  sourceIPAddress: pick([
    '203.0.113.10',
    '198.51.100.7',
    'ec2.amazonaws.com',
    `10.${Math.floor(random() * 256)}.0.9`,
  ]),
  userAgent: pick([
    'aws-cli/2.17.32 md/awscrt#0.21.2 ua/2.0 os/linux md/arch#x86_64 lang/python#3.11.9',
    'aws-sdk-go-v2/1.30.3 os/linux lang/go#1.22.5 md/GOOS#linux md/GOARCH#amd64 api/sts#1.30.3',
    'ec2.amazonaws.com',
  ]),
  ...call,
  requestID: uuid(),
  eventID: uuid(),
  readOnly: false,
  eventType: 'AwsApiCall',
  managementEvent: true,
  recipientAccountId: '111122223333',
  eventCategory: 'Management',
  tlsDetails: {
    tlsVersion: 'TLSv1.3',
    cipherSuite: 'TLS_AES_128_GCM_SHA256',
    clientProvidedHostHeader: 'sts.eu-central-1.amazonaws.com',
  },
});

const logFile = (delivered: Date, opens: string | null): string => {
  const records: string[] = [];
  for (let bytes = 0; bytes < FILE_BYTES; bytes += records.at(-1)?.length ?? 0) {
    // One call in 200 opens another session, so that the common prefix of the ids is found often.
    const call =
      random() < 0.005
        ? execSession(`ecs-execute-command-${letters(26, 'abcdefgh0123456789')}`)
        : pick(calls)();
    records.push(JSON.stringify(record(call, new Date(delivered.getTime() - 240_000))));
  }
  if (opens !== null) {
    records.splice(
      records.length >> 1,
      0,
      JSON.stringify(record(execSession(opens), new Date(delivered.getTime() - 240_000))),
    );
  }
  return `{"Records":[${records.join(',')}]}`;
};

export interface CloudTrailFiles {
  /** The bucket, as a folder. */
  readonly root: string;
  /** Oldest first, relative to `root`. */
  readonly keys: readonly string[];
}

/** Creates the files below `root`, unless an earlier run has. */
export const makeCloudTrailFiles = (root: string): CloudTrailFiles => {
  const list = () =>
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((key) => deliveredAt(FOLDER, key) !== null)
      .sort();
  // The folder only gets this name once it is complete.
  if (existsSync(root)) return { root, keys: list() };
  const unfinished = `${root}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  for (let at = 0; at < FILES; at += 1) {
    const delivered = new Date(NEWEST_DELIVERY.getTime() - (FILES - 1 - at) * MINUTES_APART * 60_000);
    const path = join(
      unfinished,
      `${keyBeforeMinute(FOLDER, delivered)}Z_${letters(16, 'ABCDEFabcdef0123')}.json.gz`,
    );
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, gzipSync(logFile(delivered, at === OPENS_AT ? PRESENT : null)));
  }
  renameSync(unfinished, root);
  return { root, keys: list() };
};
