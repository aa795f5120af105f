import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { GetQueueUrlCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { unpack } from '../../stand-ins/aws-lambda/deployment-package';
import { lambdaEnvironment } from '../../stand-ins/aws-lambda/environment';
import {
  type Batch,
  type Delivery,
  eventSourceMapping,
} from '../../stand-ins/aws-lambda/event-source-mapping';
import { type FunctionProcess, functionProcess } from '../../stand-ins/aws-lambda/function-process';
import { recordedTranscript } from '../../stand-ins/recorded-session/transcript';
import { uploadAsAgent } from '../../stand-ins/recorded-session/upload';
import type { AccountInRegion } from './account';
import type { Deployed } from './terraform/deployed';

export interface DeployedReporter {
  readonly account: AccountInRegion;
  readonly deployed: Deployed;
  /** The asset that was deployed. */
  readonly zip: string;
  /** A folder for the function alone. */
  readonly folder: string;
  readonly awsUrl: string;
}

/** Unpacks the asset, once it is sure that it is what AWS has. */
const unpackDeployed = async ({ zip, deployed, folder }: DeployedReporter): Promise<string> => {
  const bytes = readFileSync(zip);
  const sha256 = createHash('sha256').update(bytes).digest('base64');
  if (sha256 !== deployed.function.code_sha256) {
    throw new Error(`AWS holds the code ${deployed.function.code_sha256}, and the asset is ${sha256}`);
  }
  const taskRoot = join(folder, 'task');
  await unpack(bytes, taskRoot);
  return taskRoot;
};

const functionOf = async (reporter: DeployedReporter): Promise<FunctionProcess> => {
  const { deployed, folder, awsUrl, account } = reporter;
  const disk = join(folder, 'disk');
  mkdirSync(disk, { recursive: true });
  return functionProcess({
    name: deployed.function.function_name,
    handler: deployed.function.handler,
    taskRoot: await unpackDeployed(reporter),
    timeoutSeconds: deployed.function.timeout,
    memoryMb: deployed.function.memory_size,
    environment: {
      ...deployed.function.environment[0].variables,
      ...lambdaEnvironment({ region: account.region, endpoints: { AWS_ENDPOINT_URL: awsUrl }, disk }),
    },
    node: process.execPath,
  });
};

/** Everything the queue holds; S3's test message may come alone. */
const drain = async (poll: () => Promise<Batch | null>): Promise<Batch[]> => {
  const batch = await poll();
  return batch === null ? [] : [batch, ...(await drain(poll))];
};

/** A session that was reported. */
export interface ReportedSession {
  readonly transcript: Buffer;
  /** Of the transcript in its bucket. */
  readonly versionId: string | undefined;
  /** How many the queue held, S3's test message among them. */
  readonly messages: number;
}

const checkDeadLetters = async ({ account, deployed }: DeployedReporter): Promise<void> => {
  const { DEAD_LETTER_QUEUE_URL: QueueUrl } = deployed.function.environment[0].variables;
  const { Messages = [] } = await account.sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  if (Messages.length > 0)
    throw new Error(`the dead-letter queue was expected to be empty, and holds ${JSON.stringify(Messages)}`);
};

/**
 * Hands the deployed function what the deployed queue holds, as the deployed mapping would.
 *
 * @returns every message
 * @throws Error with the function's log when a message was not processed, or was given up
 */
export const workOff = async (reporter: DeployedReporter): Promise<Delivery[]> => {
  const { account, deployed } = reporter;
  const { event_source_arn: queueArn, batch_size: batchSize, function_response_types } = deployed.mapping;
  const QueueName = queueArn.slice(queueArn.lastIndexOf(':') + 1);
  const { QueueUrl: queueUrl = '' } = await account.sqs.send(new GetQueueUrlCommand({ QueueName }));
  const target = await functionOf(reporter);
  const reportsItemFailures = function_response_types?.includes('ReportBatchItemFailures') ?? false;
  const settings = { queueUrl, queueArn, batchSize, reportsItemFailures };
  try {
    const batches = await drain(eventSourceMapping(account.sqs, settings, target, []).poll);
    const deliveries = batches.flatMap((batch) => batch.deliveries);
    const undone = deliveries.filter(({ deleted }) => !deleted);
    if (undone.length > 0) {
      throw new Error(
        `${undone.length} messages were not processed: ${JSON.stringify(undone)}\n${target.logs()}`,
      );
    }
    await checkDeadLetters(reporter);
    return deliveries;
  } finally {
    await target.close();
  }
};

/** Uploads a transcript, and has the deployed function report it. @throws Error when no message names it, or as `workOff` */
export const reportSession = async (
  reporter: DeployedReporter,
  key: string,
  sessionId: string,
): Promise<ReportedSession> => {
  const { account } = reporter;
  const object = { Bucket: account.bucket, Key: key };
  const transcript = recordedTranscript(new Date(), sessionId);
  await uploadAsAgent(account.s3, { ...object, bytes: transcript });
  const { VersionId: versionId } = await account.s3.send(new HeadObjectCommand(object));
  const deliveries = await workOff(reporter);
  if (versionId === undefined || !deliveries.some(({ body }) => body.includes(versionId))) {
    throw new Error(`no message names version ${versionId} of the transcript: ${JSON.stringify(deliveries)}`);
  }
  return { transcript, versionId, messages: deliveries.length };
};
