import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import * as v from 'valibot';
import { CREDENTIALS, REGION } from '../../stand-ins/account';
import { openS3AndSqs } from '../../stand-ins/aws/s3-and-sqs';
import { type Applied, apply } from '../../stand-ins/terraform/apply';
import { evaluateAny } from '../../stand-ins/terraform/expression';
import { stackFolderIn, synthesise } from '../../stand-ins/terraform/synthesise';
import { BUCKET } from './scenario/places';

const number = v.union([v.number(), v.string()]);
const Stack = v.object({
  resource: v.object({
    aws_sqs_queue: v.object({
      transcripts: v.object({
        message_retention_seconds: number,
        visibility_timeout_seconds: number,
        redrive_policy: v.string(),
      }),
    }),
    aws_lambda_event_source_mapping: v.record(
      v.string(),
      v.object({ maximum_batching_window_in_seconds: number }),
    ),
  }),
});

/** The stack as it would be deployed. */
export interface Deployed extends Applied {
  readonly windowSeconds: number;
  readonly visibilityTimeoutSeconds: number;
  readonly retentionSeconds: number;
  readonly maxReceiveCount: number;
}

export const PLACE = { org: 'acme', flow: 'production-access', token: 'kosli-token-of-acme' } as const;
/** Takes the place of every address in the function's environment until the gateway's is known. */
export const KOSLI_HOST = 'http://127.0.0.1:9';

/** Synthesises the stack and reads what it says about the function, its queue and the mapping between them. */
export const deploy = async (folder: string): Promise<Deployed> => {
  const outdir = join(folder, 'synthesised');
  await synthesise(outdir, { options: { liveSessions: true } });
  const stackFolder = stackFolderIn(outdir);
  const s3AndSqs = await openS3AndSqs();
  const client = { endpoint: s3AndSqs.url, region: REGION, credentials: CREDENTIALS };
  const [s3, sqs] = [new S3Client(client), new SQSClient(client)];
  try {
    const applied = await apply(stackFolder, {
      s3,
      sqs,
      notify: s3AndSqs.notify,
      folder,
      variables: {
        kosli_org_name: PLACE.org,
        kosli_flow_name: PLACE.flow,
        kosli_host: KOSLI_HOST,
        ecs_exec_log_bucket_name: BUCKET,
      },
    });
    const { resource } = v.parse(Stack, JSON.parse(await readFile(join(stackFolder, 'cdk.tf.json'), 'utf8')));
    const known = new Map([['var.lambda_timeout_seconds', applied.function.timeoutSeconds]]);
    const numberOf = (given: string | number) => Number(evaluateAny(String(given), known));
    const { transcripts } = resource.aws_sqs_queue;
    const [mapping] = Object.values(resource.aws_lambda_event_source_mapping);
    return {
      ...applied,
      windowSeconds: numberOf(mapping?.maximum_batching_window_in_seconds ?? 0),
      visibilityTimeoutSeconds: numberOf(transcripts.visibility_timeout_seconds),
      retentionSeconds: numberOf(transcripts.message_retention_seconds),
      maxReceiveCount: Number(/maxReceiveCount"\s*[=:]\s*(\d+)/.exec(transcripts.redrive_policy)?.[1]),
    };
  } finally {
    s3.destroy();
    sqs.destroy();
    await s3AndSqs.close();
  }
};
