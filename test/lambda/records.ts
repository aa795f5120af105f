import type { SQSRecord } from 'aws-lambda';
import { type Delivery, deliveryOf } from '../../lambda/messages/delivery';
import type { TranscriptUploaded } from '../../lambda/messages/request';
import type { ReportingRules } from '../../lambda/reporting-rules';
import { parseExecuteCommand } from '../../lambda/session/execute-command-record';
import type { AwsLocation, OpenedSession } from '../../lambda/session/session';
import { parseSessionId, type SessionId } from '../../lambda/session/session-id';
import type { Transcript, TranscriptRef } from '../../lambda/transcript/transcript';
import { ACCOUNT_ID, REGION } from '../../stand-ins/account';
import { ALICE } from '../../stand-ins/recorded-session/callers';
import { executeCommandRecord as recordOf } from '../../stand-ins/recorded-session/execute-command-record';
import { SESSION_ID, TASK_ARN, TASK_ID } from '../../stand-ins/recorded-session/session';

/** Builders of the shapes AWS sends; every test names only what it is about. */

export { ALICE, SESSION_ID as SESSION, TASK_ARN };

export const sessionId = (text: string = SESSION_ID): SessionId => {
  const id = parseSessionId(text);
  if (id === null) throw new Error(`"${text}" is not a session id`);
  return id;
};

/** The recorded call, with these fields of its record replaced. */
export const executeCommandRecord = (fields: Parameters<typeof recordOf>[1] = {}) => recordOf({}, fields);

export const sessionOf = (changes: Parameters<typeof recordOf>[1] = {}): OpenedSession => {
  const record = parseExecuteCommand(executeCommandRecord(changes), { source: 'event-history' });
  if (record.kind !== 'opened') throw new Error('the record opened no session');
  return record.session;
};

export const transcriptRef = (changes: Partial<TranscriptRef> = {}): TranscriptRef => ({
  bucket: 'exec-logs',
  key: `infra-dev/${SESSION_ID}.log`,
  versionId: 'v1',
  sizeBytes: 12,
  etag: 'b1946ac92492d2347c6235b4d2611184',
  uploadedAt: new Date('2026-07-31T12:31:04.123Z'),
  writerPrincipalId: `AROAEXAMPLE:${TASK_ID}`,
  ...changes,
});

export const RULES: ReportingRules = {
  trailNameTemplate: '{principalId}',
  identityDeadlineMinutes: 60,
  transcriptGraceMinutes: 180,
  transcriptBucket: 'exec-logs',
  transcriptPrefix: 'infra-dev',
  previewCharacters: 4_000,
  reporterVersion: '1.2.3',
};

export const LOCATION: AwsLocation = { accountId: ACCOUNT_ID, region: REGION };

/** The request that speaks of this transcript. */
export const uploaded = (
  id: string = SESSION_ID,
  changes: Partial<TranscriptRef> = {},
): TranscriptUploaded => ({
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
      key: changes.key ?? `infra-dev/${SESSION_ID}.log`,
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
