import { randomUUID } from 'node:crypto';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { ACCOUNT_ID, CREDENTIALS, REGION } from '../../../stand-ins/account';
import { openCloudTrail } from '../../../stand-ins/aws/cloudtrail';
import { openCloudWatch } from '../../../stand-ins/aws/cloudwatch';
import { openEcs } from '../../../stand-ins/aws/ecs';
import { type DescribedRule, openEventRules } from '../../../stand-ins/aws/event-rules';
import { openIam } from '../../../stand-ins/aws/iam';
import { openKeyManagement } from '../../../stand-ins/aws/kms';
import { openLambdaApi } from '../../../stand-ins/aws/lambda';
import { openS3AndSqs } from '../../../stand-ins/aws/s3-and-sqs';
import { openSystemsManager } from '../../../stand-ins/aws/ssm';
import { openKosli } from '../../../stand-ins/kosli/kosli';
import { executeCommandRecord } from '../../../stand-ins/recorded-session/execute-command-record';
import { SESSION_ID, SESSION_TARGET } from '../../../stand-ins/recorded-session/session';
import { setEnvironment } from '../environment';
import {
  ALICES_ROLE,
  BUCKET,
  CHANNEL,
  clusterArn,
  EVIDENCE,
  FUNCTION,
  PARAMETER,
  REPORTER_ROLE,
  TASK_ROLE,
  TOKEN,
  TRAIL_NAME,
  taskDefinition,
} from './names';
import { QUEUE_ARN, queuePolicy, RULES } from './rules';

const HOUR_MS = 3_600_000;

/** Stand-ins for everything that is looked at, and the environment that points the clients at them. */
const openServices = async () => {
  const [s3AndSqs, cloudtrail, cloudwatch, ecs, events, iam, kms, lambda, ssm, kosli] = await Promise.all([
    openS3AndSqs(),
    openCloudTrail(),
    openCloudWatch(),
    openEcs(),
    openEventRules(),
    openIam(),
    openKeyManagement(),
    openLambdaApi(),
    openSystemsManager(),
    openKosli({ org: 'acme', flow: 'production-access', token: TOKEN }),
  ]);
  const restore = setEnvironment({
    AWS_ENDPOINT_URL_S3: s3AndSqs.url,
    AWS_ENDPOINT_URL_SQS: s3AndSqs.url,
    AWS_ENDPOINT_URL_CLOUDTRAIL: cloudtrail.url,
    AWS_ENDPOINT_URL_CLOUDWATCH: cloudwatch.url,
    AWS_ENDPOINT_URL_ECS: ecs.url,
    AWS_ENDPOINT_URL_EVENTBRIDGE: events.url,
    AWS_ENDPOINT_URL_IAM: iam.url,
    AWS_ENDPOINT_URL_KMS: kms.url,
    AWS_ENDPOINT_URL_LAMBDA: lambda.url,
    AWS_ENDPOINT_URL_SSM: ssm.url,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_REGION: REGION,
    AWS_PROFILE: undefined,
    AWS_CONFIG_FILE: '/nonexistent',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
    KOSLI_API_TOKEN: undefined,
  });
  const services = { s3AndSqs, cloudtrail, cloudwatch, ecs, events, iam, kms, lambda, ssm, kosli };
  const close = async () => {
    restore();
    await Promise.all(Object.values(services).map((one) => one.close()));
  };
  return { ...services, close };
};

/** An account without a fault: one cluster, one service with ECS Exec on, and one session that is on Kosli. */
export const openHealthyAccount = async () => {
  const services = await openServices();
  const { s3AndSqs, cloudtrail, cloudwatch, ecs, events, iam, lambda, ssm, kosli } = services;
  const client = { endpoint: s3AndSqs.url, region: REGION, credentials: CREDENTIALS };
  const s3 = new S3Client(client);
  const sqs = new SQSClient(client);
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  const createQueue = async (QueueName: string) =>
    (await sqs.send(new CreateQueueCommand({ QueueName }))).QueueUrl ?? '';
  const queueUrl = await createQueue('transcripts');
  const deadLetterQueueUrl = await createQueue('dead-letters');
  // The test message is taken by the function.
  s3AndSqs.settings.configure(BUCKET, {
    id: 'ecs-exec-transcripts',
    targetArn: QUEUE_ARN,
    prefix: 'production/',
    suffix: '.log',
  });

  const send = (rule: DescribedRule) => events.putRule(rule, [QUEUE_ARN]);
  for (const rule of Object.values(RULES)) send(rule);
  const letSend = (rules: Readonly<Record<string, DescribedRule | null>>) =>
    sqs.send(
      new SetQueueAttributesCommand({ QueueUrl: queueUrl, Attributes: { Policy: queuePolicy(rules) } }),
    );
  await letSend({ SendFromSource: null, ...RULES });

  const configure = (cluster: string, more: { kmsKeyId?: string; s3EncryptionEnabled?: boolean } = {}) =>
    ecs.configureExec(clusterArn(cluster), {
      logging: 'OVERRIDE',
      ...(more.kmsKeyId !== undefined && { kmsKeyId: more.kmsKeyId }),
      logConfiguration: {
        s3BucketName: BUCKET,
        s3KeyPrefix: 'production',
        ...(more.s3EncryptionEnabled !== undefined && { s3EncryptionEnabled: more.s3EncryptionEnabled }),
      },
    });
  const serve = (
    cluster: string,
    serviceName: string,
    enableExecuteCommand: boolean,
    definition = serviceName,
  ) =>
    ecs.serve({
      clusterArn: clusterArn(cluster),
      serviceName,
      taskDefinition: taskDefinition(definition),
      enableExecuteCommand,
    });
  /** A task of its own, that runs. */
  const run = (family: string, more: object = {}) =>
    ecs.run({
      taskArn: `${clusterArn('production').replace(':cluster/', ':task/')}/${randomUUID()}`,
      clusterArn: clusterArn('production'),
      taskDefinitionArn: taskDefinition(family),
      group: `family:${family}`,
      enableExecuteCommand: true,
      ...more,
    });
  const register = (definition: string, role: string | null) =>
    ecs.register(taskDefinition(definition), role);
  const permit = (role: string) => {
    iam.grant(role, CHANNEL, '*');
    iam.grant(role, ['s3:PutObject'], `arn:aws:s3:::${BUCKET}/production/`);
  };
  configure('production');
  serve('production', 'web', true);
  serve('production', 'worker', false);
  register('web', TASK_ROLE);
  permit(TASK_ROLE);
  iam.allow(ALICES_ROLE, null);
  iam.grant(REPORTER_ROLE, ['s3:GetObject'], `arn:aws:s3:::${BUCKET}/production/`);
  ssm.putSecret(PARAMETER, TOKEN);
  // Whole seconds, as CloudTrail and S3 have them.
  const now = Math.floor(Date.now() / 1000) * 1000;
  const putTrail = (more: object = {}) =>
    cloudtrail.putTrail({
      Name: 'organization',
      S3BucketName: 'acme-cloudtrail',
      IsLogging: true,
      LatestDeliveryTime: Math.round(now / 1000) - 240,
      ...more,
    });
  putTrail();
  const environment: Record<string, string> = {
    KOSLI_HOST: kosli.url,
    KOSLI_ORG: 'acme',
    KOSLI_FLOW: 'production-access',
    KOSLI_API_TOKEN_PARAMETER: PARAMETER,
    TRAIL_NAME_TEMPLATE: '{principalId}',
    IDENTITY_DEADLINE_MINUTES: '60',
    TRANSCRIPT_BUCKET: BUCKET,
    TRANSCRIPT_PREFIX: 'production/',
    TRANSCRIPT_GRACE_MINUTES: '180',
    TRANSCRIPT_ATTACHMENT: 'attach',
    PREVIEW_CHARACTERS: '4000',
    QUEUE_URL: queueUrl,
    DEAD_LETTER_QUEUE_URL: deadLetterQueueUrl,
  };
  const functionArn = `arn:aws:lambda:${REGION}:${ACCOUNT_ID}:function:${FUNCTION}`;
  const deploy = (variables: Readonly<Record<string, string>> = {}, fields: object = {}) =>
    lambda.deploy({
      FunctionName: FUNCTION,
      FunctionArn: functionArn,
      Role: REPORTER_ROLE,
      Runtime: 'nodejs24.x',
      Version: '$LATEST',
      State: 'Active',
      LastUpdateStatus: 'Successful',
      LastModified: '2026-11-20T09:30:00.000+0000',
      Environment: { Variables: { ...environment, ...variables } },
      ...fields,
    });
  deploy();
  const map = (State: 'Enabled' | 'Disabled') =>
    lambda.map({
      UUID: '0b5c7a2e',
      EventSourceArn: QUEUE_ARN,
      FunctionArn: functionArn,
      State,
    });
  map('Enabled');
  const age = (value: number) =>
    cloudwatch.put({
      namespace: 'AWS/SQS',
      metric: 'ApproximateAgeOfOldestMessage',
      dimension: ['QueueName', 'transcripts'],
      at: new Date(now - 120_000),
      value,
    });

  /** A session that was opened by Alice so many hours ago; it lasts for 10 minutes. */
  const openSession = (hoursAgo: number, sessionId = SESSION_ID) =>
    cloudtrail.record(
      executeCommandRecord({
        sessionId,
        openedAt: new Date(now - hoursAgo * HOUR_MS),
        eventId: `event-of-${sessionId}`,
      }),
    );
  const endSession = (hoursAgo: number, sessionId = SESSION_ID) =>
    ssm.endSession({
      SessionId: sessionId,
      Target: SESSION_TARGET,
      StartDate: Math.round((now - hoursAgo * HOUR_MS) / 1000),
      EndDate: Math.round((now - hoursAgo * HOUR_MS) / 1000) + 600,
    });
  const upload = async (hoursAgo: number, sessionId = SESSION_ID) => {
    s3AndSqs.setClock(() => new Date(now - hoursAgo * HOUR_MS + 603_000));
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: `production/${sessionId}.log`, Body: 'text' }));
  };
  const attest = (trail: string, sessionId: string, ...names: readonly string[]) =>
    kosli.addAttestations(
      trail,
      names.map((attestation_name) => ({
        attestation_name,
        is_compliant: true,
        user_data: { session_id: sessionId },
      })),
    );
  return {
    ...services,
    s3,
    sqs,
    queueUrl,
    deadLetterQueueUrl,
    letSend,
    send,
    configure,
    serve,
    run,
    register,
    permit,
    putTrail,
    deploy,
    map,
    age,
    openSession,
    endSession,
    upload,
    attest,
    close: async () => {
      s3.destroy();
      sqs.destroy();
      await services.close();
    },
  };
};
export type Account = Awaited<ReturnType<typeof openHealthyAccount>>;

/** The last session, two hours ago, on Kosli. */
export const reportSession = async (account: Account): Promise<void> => {
  account.openSession(2);
  account.endSession(2);
  await account.upload(2);
  account.attest(TRAIL_NAME, SESSION_ID, ...EVIDENCE);
};
