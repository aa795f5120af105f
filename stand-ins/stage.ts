import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { CREDENTIALS, REGION } from './account';
import { type CloudTrail, openCloudTrail } from './aws/cloudtrail';
import { type Ecs, openEcs } from './aws/ecs';
import { type EventBridge, eventBridge } from './aws/eventbridge';
import { type Iam, openIam } from './aws/iam';
import { openS3AndSqs, type S3AndSqs } from './aws/s3-and-sqs';
import { openSystemsManager, type SystemsManager } from './aws/ssm';
import { lambdaEnvironment } from './aws-lambda/environment';
import { type EventSourceMapping, eventSourceMapping } from './aws-lambda/event-source-mapping';
import { type FunctionProcess, functionProcess, type Runtime } from './aws-lambda/function-process';
import { type Kosli, openKosli } from './kosli/kosli';
import { type Applied, apply } from './terraform/apply';

/** The deployed stack among stand-ins for AWS and Kosli, all on this machine. */
export interface Stage extends EventBridge {
  readonly s3AndSqs: S3AndSqs;
  readonly cloudtrail: CloudTrail;
  readonly ssm: SystemsManager;
  readonly ecs: Ecs;
  readonly iam: Iam;
  readonly kosli: Kosli;
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  /** The stack as it was applied. */
  readonly applied: Applied;
  readonly reporter: FunctionProcess;
  readonly mapping: EventSourceMapping;
  /** What the function sees as its disk. */
  readonly disk: string;
  readonly close: () => Promise<void>;
}

export interface StageSettings {
  /** Where the stack `evidence-reporter` was synthesised to. */
  readonly stackFolder: string;
  /** Terraform variables besides those that say where Kosli and the bucket are. */
  readonly variables?: Readonly<Record<string, string>>;
  /** The Node executable at hand, if none is given. */
  readonly node?: string;
  /** What runs the function; the light runner, if nothing is given. */
  readonly runtime?: Runtime;
  /** Instead of the function's own. */
  readonly timeoutSeconds?: number;
}

export const KOSLI = { org: 'acme', flow: 'production-access', token: 'kosli-token-of-acme' } as const;
export const TOKEN_PARAMETER = 'kosli_api_token';
export const BUCKET = 'acme-exec-transcripts';

/** Opens the stand-ins and applies the synthesised stack to them. The caller closes it. */
export const openStage = async (settings: StageSettings): Promise<Stage> => {
  const [folder, s3AndSqs, cloudtrail, ssm, ecs, iam, kosli] = await Promise.all([
    mkdtemp(join(tmpdir(), 'stage-')),
    openS3AndSqs(),
    openCloudTrail(),
    openSystemsManager(),
    openEcs(),
    openIam(),
    openKosli(KOSLI),
  ]);
  ssm.putSecret(TOKEN_PARAMETER, KOSLI.token);
  const client = { endpoint: s3AndSqs.url, region: REGION, credentials: CREDENTIALS };
  const s3 = new S3Client(client);
  const sqs = new SQSClient(client);
  const applied = await apply(settings.stackFolder, {
    s3,
    sqs,
    notify: s3AndSqs.notify,
    folder,
    variables: {
      kosli_org_name: KOSLI.org,
      kosli_flow_name: KOSLI.flow,
      kosli_host: kosli.url,
      ecs_exec_log_bucket_name: BUCKET,
      ...settings.variables,
    },
  });
  const disk = join(folder, 'disk');
  await mkdir(disk);
  const endpoints = {
    AWS_ENDPOINT_URL_S3: s3AndSqs.url,
    AWS_ENDPOINT_URL_SQS: s3AndSqs.url,
    AWS_ENDPOINT_URL_CLOUDTRAIL: cloudtrail.url,
    AWS_ENDPOINT_URL_SSM: ssm.url,
    AWS_ENDPOINT_URL_ECS: ecs.url,
    AWS_ENDPOINT_URL_IAM: iam.url,
  };
  const { runtime = functionProcess } = settings;
  const reporter = runtime({
    ...applied.function,
    ...(settings.timeoutSeconds && { timeoutSeconds: settings.timeoutSeconds }),
    environment: {
      ...applied.function.environment,
      ...lambdaEnvironment({ region: REGION, endpoints, disk }),
    },
    node: settings.node ?? process.execPath,
  });
  return {
    s3AndSqs,
    cloudtrail,
    ssm,
    ecs,
    iam,
    kosli,
    ...eventBridge(applied.rules, (QueueUrl, MessageBody) =>
      sqs.send(new SendMessageCommand({ QueueUrl, MessageBody })),
    ),
    s3,
    sqs,
    applied,
    reporter,
    mapping: eventSourceMapping(sqs, applied.mapping, reporter, s3AndSqs.visibilityChanges),
    disk,
    close: async () => {
      await reporter.close();
      s3.destroy();
      sqs.destroy();
      await Promise.all([s3AndSqs, cloudtrail, ssm, ecs, iam, kosli].map(({ close }) => close()));
      await rm(folder, { recursive: true });
    },
  };
};
