import type { SQSRecord } from 'aws-lambda';
import { type Delivery, deliveryOf } from '../../lambda/messages/delivery';
import type { TranscriptUploaded } from '../../lambda/messages/request';
import { parseExecuteCommand } from '../../lambda/session/execute-command-record';
import type { AwsLocation, OpenedSession } from '../../lambda/session/session';
import { parseSessionId, type SessionId } from '../../lambda/session/session-id';
import type { Transcript, TranscriptRef } from '../../lambda/transcript/transcript';

/** Builders of the shapes AWS sends; every test names only what it is about. */

export const SESSION = 'ecs-execute-command-s9y89par6quf78pcbnoko32g28';

export const sessionId = (text: string = SESSION): SessionId => {
  const id = parseSessionId(text);
  if (id === null) throw new Error(`"${text}" is no session id`);
  return id;
};

export const ALICE = {
  type: 'AssumedRole',
  principalId: 'AROAEXAMPLEROLEID1234:alice@example.com',
  arn: 'arn:aws:sts::111122223333:assumed-role/Dev/alice@example.com',
  accountId: '111122223333',
  accessKeyId: 'ASIAEXAMPLEKEYID1234',
  sessionContext: {
    sessionIssuer: {
      type: 'Role',
      principalId: 'AROAEXAMPLEROLEID1234',
      arn: 'arn:aws:iam::111122223333:role/path/Dev',
      accountId: '111122223333',
      userName: 'Dev',
    },
    attributes: { creationDate: '2026-07-31T12:01:09Z', mfaAuthenticated: 'false' },
  },
};

export const TASK_ARN =
  'arn:aws:ecs:eu-central-1:111122223333:task/infra-dev/8a58117dac38436ba5547e9da5d3ac3d';

export const executeCommandRecord = (changes: Record<string, unknown> = {}) => ({
  eventVersion: '1.11',
  userIdentity: ALICE,
  eventTime: '2026-07-31T12:25:25Z',
  eventSource: 'ecs.amazonaws.com',
  eventName: 'ExecuteCommand',
  awsRegion: 'eu-central-1',
  sourceIPAddress: '203.0.113.10',
  userAgent: 'aws-cli/2.17.32 md/command#ecs.execute-command',
  requestParameters: {
    cluster: 'infra-dev',
    container: 'app',
    command: '/bin/bash',
    interactive: true,
    task: TASK_ARN,
    dryrun: false,
  },
  responseElements: {
    clusterArn: 'arn:aws:ecs:eu-central-1:111122223333:cluster/infra-dev',
    containerName: 'app',
    interactive: true,
    session: {
      sessionId: SESSION,
      streamUrl: 'wss://ssmmessages.eu-central-1.amazonaws.com/v1/data-channel/secret',
      tokenValue: 'Value hidden due to security reasons.',
    },
    taskArn: TASK_ARN,
  },
  requestID: 'f571032b-ef43-4035-9558-f3c4f60e0b14',
  eventID: 'b0a1c2d3-0000-4000-8000-000000000000',
  eventType: 'AwsApiCall',
  recipientAccountId: '111122223333',
  ...changes,
});

export const sessionOf = (changes: Record<string, unknown> = {}): OpenedSession => {
  const record = parseExecuteCommand(executeCommandRecord(changes), { source: 'event-history' });
  if (record.kind !== 'opened') throw new Error('the record opened no session');
  return record.session;
};

export const transcriptRef = (changes: Partial<TranscriptRef> = {}): TranscriptRef => ({
  bucket: 'exec-logs',
  key: `infra-dev/${SESSION}.log`,
  versionId: 'v1',
  sizeBytes: 12,
  etag: 'b1946ac92492d2347c6235b4d2611184',
  uploadedAt: new Date('2026-07-31T12:31:04.123Z'),
  ...changes,
});

export const LOCATION: AwsLocation = { accountId: '111122223333', region: 'eu-central-1' };

/** The request that speaks of this transcript. */
export const uploaded = (id: string = SESSION, changes: Partial<TranscriptRef> = {}): TranscriptUploaded => ({
  kind: 'transcript-uploaded',
  session: { id: sessionId(id), ...LOCATION },
  transcript: transcriptRef({ key: `infra-dev/${id}.log`, ...changes }),
});

export const readTranscript = (changes: Partial<Transcript> = {}): Transcript => ({
  kind: 'read',
  ref: transcriptRef(),
  path: '/tmp/transcript.log',
  sizeBytes: 12,
  sha256: 'a'.repeat(64),
  etag: 'b1946ac92492d2347c6235b4d2611184',
  versionId: 'v1',
  blank: false,
  preview: { text: 'root@ip:/app# ls', truncated: false, erased: false },
  dispose: async () => undefined,
  ...changes,
});

export const s3Record = (changes: { key?: string; bucket?: string; eventName?: string } = {}) => ({
  eventVersion: '2.1',
  eventSource: 'aws:s3',
  awsRegion: 'eu-central-1',
  eventTime: '2026-07-31T12:31:04.123Z',
  eventName: changes.eventName ?? 'ObjectCreated:Put',
  userIdentity: { principalId: 'AWS:AROAEXAMPLE:8a58117dac38436ba5547e9da5d3ac3d' },
  s3: {
    s3SchemaVersion: '1.0',
    configurationId: 'exec-transcripts',
    bucket: { name: changes.bucket ?? 'exec-logs', arn: 'arn:aws:s3:::exec-logs' },
    object: {
      key: changes.key ?? `infra-dev/${SESSION}.log`,
      size: 1832,
      eTag: 'b1946ac92492d2347c6235b4d2611184',
      versionId: 'IYV3p45BT0ac8hjHg1houSdS1a.Mro8e',
      sequencer: '00617F08299329D189',
    },
  },
});

export const sqsRecord = (
  changes: Partial<SQSRecord> & { receives?: number; sentAt?: Date } = {},
): SQSRecord => {
  const { receives = 1, sentAt = new Date('2026-07-31T12:31:05Z'), ...rest } = changes;
  return {
    messageId: '059f36b4-87a3-44ab-83d2-661975830a7d',
    receiptHandle: 'AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a',
    body: '{}',
    attributes: {
      ApproximateReceiveCount: String(receives),
      SentTimestamp: String(sentAt.getTime()),
      SenderId: 'AIDAIENQZJOLO23YVJ4VO',
      ApproximateFirstReceiveTimestamp: String(sentAt.getTime()),
    },
    messageAttributes: {},
    md5OfBody: 'e4e68fb7bd0e697a0ae8f1bb342846b3',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-central-1:111122223333:transcripts',
    awsRegion: 'eu-central-1',
    ...rest,
  };
};

export const delivery = (changes: Parameters<typeof sqsRecord>[0] = {}): Delivery =>
  deliveryOf(sqsRecord(changes));
