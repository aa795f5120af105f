import { ACCOUNT_ID, REGION } from '../account';
import { ALICE } from './callers';
import { CLUSTER_ARN, CONTAINER_ARN, SESSION_ID, STREAM_URL, TASK_ARN, TOKEN_VALUE } from './session';

/** A call of `ExecuteCommand`: the recorded one, in whatever is left out. */
export interface ExecuteCommandCall {
  /** Of the session it opened. */
  readonly sessionId?: string;
  readonly openedAt?: Date;
  /** Whoever called, as CloudTrail writes it; test/fixtures/user-identities.ts has one of every type. */
  readonly userIdentity?: unknown;
  readonly eventId?: string;
  readonly taskArn?: string;
  readonly command?: string;
  /** Why the call was refused; it opened no session then, and has no response. */
  readonly refusal?: { readonly errorCode: string; readonly errorMessage: string };
}

const recordOf = ({
  sessionId = SESSION_ID,
  openedAt = new Date('2026-07-31T12:25:25Z'),
  userIdentity = ALICE,
  eventId = 'b0a1c2d3-4e5f-4a6b-8c7d-9e0f1a2b3c4d',
  taskArn = TASK_ARN,
  command = '/bin/bash',
  refusal,
}: ExecuteCommandCall) => ({
  eventVersion: '1.11',
  userIdentity,
  // Whole seconds, as CloudTrail has them.
  eventTime: openedAt.toISOString().replace(/\.\d+Z$/, 'Z'),
  eventSource: 'ecs.amazonaws.com',
  eventName: 'ExecuteCommand',
  awsRegion: REGION,
  sourceIPAddress: '203.0.113.10',
  userAgent:
    'aws-cli/2.17.32 md/awscrt#0.21.2 ua/2.0 os/linux md/arch#x86_64 lang/python#3.11.9 md/command#ecs.execute-command',
  ...refusal,
  requestParameters: {
    cluster: 'production',
    container: 'app',
    command,
    interactive: true,
    task: taskArn,
    dryrun: false,
  },
  responseElements: refusal
    ? null
    : {
        clusterArn: CLUSTER_ARN,
        containerArn: CONTAINER_ARN,
        containerName: 'app',
        interactive: true,
        session: { sessionId, streamUrl: STREAM_URL, tokenValue: TOKEN_VALUE },
        taskArn,
      },
  requestID: 'f571032b-ef43-4035-9558-f3c4f60e0b14',
  eventID: eventId,
  readOnly: false,
  eventType: 'AwsApiCall',
  managementEvent: true,
  recipientAccountId: ACCOUNT_ID,
  eventCategory: 'Management',
  tlsDetails: {
    tlsVersion: 'TLSv1.3',
    cipherSuite: 'TLS_AES_128_GCM_SHA256',
    clientProvidedHostHeader: `ecs.${REGION}.amazonaws.com`,
  },
});

/** The fields of such a record. */
type Field = keyof ReturnType<typeof recordOf> | 'errorCode' | 'errorMessage';

/**
 * CloudTrail's record of a call of `ExecuteCommand`:
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 *
 * @param fields replace those of the record as a whole, well-formed or not; one that is `undefined` is missing in JSON
 */
export const executeCommandRecord = (
  call: ExecuteCommandCall = {},
  fields: { readonly [Name in Field]?: unknown } = {},
) => ({ ...recordOf(call), ...fields });

/** A log file as CloudTrail delivers it to a bucket, before it is gzipped. */
export const logFileOf = (...records: readonly object[]): Buffer =>
  Buffer.from(JSON.stringify({ Records: records }));
