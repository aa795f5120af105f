/** The session of the demonstration; the newer of the two forms session ids have. */
export const SESSION_ID = 'ecs-execute-command-s9y89par6quf78pcbnoko32g28';

const ACCOUNT = '111122223333';
const REGION = 'eu-central-1';
export const CLUSTER_ARN = `arn:aws:ecs:${REGION}:${ACCOUNT}:cluster/production`;
export const TASK_ID = '8a58117dac38436ba5547e9da5d3ac3d';
export const TASK_ARN = `arn:aws:ecs:${REGION}:${ACCOUNT}:task/production/${TASK_ID}`;

/** Somebody signed in through IAM Identity Center. */
export const ALICE = {
  type: 'AssumedRole',
  principalId: 'AROAEXAMPLEROLEID1234:alice@example.com',
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/AWSReservedSSO_OnCall_0123456789abcdef/alice@example.com`,
  accountId: ACCOUNT,
  accessKeyId: 'ASIAEXAMPLEKEYID1234',
  sessionContext: {
    sessionIssuer: {
      type: 'Role',
      principalId: 'AROAEXAMPLEROLEID1234',
      arn: `arn:aws:iam::${ACCOUNT}:role/aws-reserved/sso.amazonaws.com/${REGION}/AWSReservedSSO_OnCall_0123456789abcdef`,
      accountId: ACCOUNT,
      userName: 'AWSReservedSSO_OnCall_0123456789abcdef',
    },
    attributes: { creationDate: '2026-07-31T12:01:09Z', mfaAuthenticated: 'false' },
  },
  onBehalfOf: {
    userId: '602c699c-e0a1-7077-7186-601dd22c0000',
    identityStoreArn: 'arn:aws:identitystore::444455556666:identitystore/d-9067642ac7',
  },
};

/** What CloudTrail must not hand on: whoever has these can join the session while it is open. */
export const STREAM_URL = `wss://ssmmessages.${REGION}.amazonaws.com/v1/data-channel/stream-url-of-the-session?role=publish_subscribe`;
export const TOKEN_VALUE = 'token-value-of-the-session';

export interface ExecuteCommandCall {
  readonly sessionId?: string;
  readonly openedAt: Date;
  readonly userIdentity?: Readonly<Record<string, unknown>>;
  readonly eventId?: string;
  readonly taskArn?: string;
}

/** CloudTrail's record of the call that opened a session. */
export const executeCommandRecord = ({
  sessionId = SESSION_ID,
  openedAt,
  userIdentity = ALICE,
  eventId = 'b0a1c2d3-4e5f-4a6b-8c7d-9e0f1a2b3c4d',
  taskArn = TASK_ARN,
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
  requestParameters: {
    cluster: 'production',
    container: 'app',
    command: '/bin/bash',
    interactive: true,
    task: taskArn,
    dryrun: false,
  },
  responseElements: {
    clusterArn: CLUSTER_ARN,
    containerArn: `arn:aws:ecs:${REGION}:${ACCOUNT}:container/production/${TASK_ID}/43ba4b77-37f7-4a41-b923-69d4ab000000`,
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
  recipientAccountId: ACCOUNT,
  eventCategory: 'Management',
  tlsDetails: {
    tlsVersion: 'TLSv1.3',
    cipherSuite: 'TLS_AES_128_GCM_SHA256',
    clientProvidedHostHeader: `ecs.${REGION}.amazonaws.com`,
  },
});
