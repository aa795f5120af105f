import { ACCOUNT_ID, REGION } from '../account';
import { ALICE } from './callers';
import { SESSION_TARGET, STREAM_URL, TOKEN_VALUE } from './session';

/** A call of SSM's `StartSession`: one that opens a shell in the recorded task, in whatever is left out. */
export interface StartSessionCall {
  readonly openedAt?: Date;
  readonly userIdentity?: unknown;
  readonly eventId?: string;
  readonly target?: string;
  readonly documentName?: string;
  readonly sessionId?: string;
}

/** What ECS calls itself when it opens the session of an `ExecuteCommand` call. */
export const ECS_ITSELF = {
  type: 'AssumedRole',
  principalId: 'AROAECSSERVICEROLE12:ecs-execute-command',
  arn: `arn:aws:sts::${ACCOUNT_ID}:assumed-role/AWSServiceRoleForECS/ecs-execute-command`,
  accountId: ACCOUNT_ID,
  sessionContext: {
    sessionIssuer: {
      type: 'Role',
      principalId: 'AROAECSSERVICEROLE12',
      arn: `arn:aws:iam::${ACCOUNT_ID}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS`,
      accountId: ACCOUNT_ID,
      userName: 'AWSServiceRoleForECS',
    },
  },
  invokedBy: 'ecs.amazonaws.com',
};

/**
 * CloudTrail's record of a call of `StartSession`, after a real one of an EC2 target:
 * https://github.com/DataDog/stratus-red-team (docs/detonation-logs/aws.execution.ssm-start-session.json)
 *
 * @param fields replace those of the record as a whole
 */
export const startSessionRecord = (
  {
    openedAt = new Date('2026-07-31T12:25:25Z'),
    userIdentity = ALICE,
    eventId = '8086b250-d29c-4659-9aec-86c8446a3895',
    target = SESSION_TARGET,
    documentName,
    sessionId = 'alice@example.com-wzleysigzmbd6fmkefjqvt5w4u',
  }: StartSessionCall = {},
  fields: Readonly<Record<string, unknown>> = {},
) => ({
  eventVersion: '1.08',
  userIdentity,
  eventTime: openedAt.toISOString().replace(/\.\d+Z$/, 'Z'),
  eventSource: 'ssm.amazonaws.com',
  eventName: 'StartSession',
  awsRegion: REGION,
  sourceIPAddress: '203.0.113.10',
  userAgent: 'aws-cli/2.17.32 md/command#ssm.start-session',
  requestParameters: { target, ...(documentName && { documentName }) },
  responseElements: { sessionId, streamUrl: STREAM_URL, tokenValue: TOKEN_VALUE },
  requestID: 'd81b3311-b5aa-4782-ab43-c7af5e237aee',
  eventID: eventId,
  readOnly: false,
  eventType: 'AwsApiCall',
  managementEvent: true,
  recipientAccountId: ACCOUNT_ID,
  eventCategory: 'Management',
  ...fields,
});
