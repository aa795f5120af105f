import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { CREDENTIALS, REGION } from '../../stand-ins/account';
import { openS3AndSqs } from '../../stand-ins/aws/s3-and-sqs';
import { BUCKET, KOSLI } from '../../stand-ins/stage';
import { type Applied, apply } from '../../stand-ins/terraform/apply';
import { stackFolderIn, synthesise } from '../../stand-ins/terraform/synthesise';

/** Takes the place of every address in the function's environment until the gateway's is known. */
export const KOSLI_HOST = 'http://127.0.0.1:9';

/** Synthesises the stack, and applies it to stand-ins that are gone afterwards. */
export const deploy = async (folder: string): Promise<Applied> => {
  const outdir = join(folder, 'synthesised');
  await synthesise(outdir, { options: { liveSessions: true } });
  const s3AndSqs = await openS3AndSqs();
  const client = { endpoint: s3AndSqs.url, region: REGION, credentials: CREDENTIALS };
  const [s3, sqs] = [new S3Client(client), new SQSClient(client)];
  try {
    return await apply(stackFolderIn(outdir), {
      s3,
      sqs,
      notify: s3AndSqs.notify,
      folder,
      variables: {
        kosli_org_name: KOSLI.org,
        kosli_flow_name: KOSLI.flow,
        kosli_host: KOSLI_HOST,
        ecs_exec_log_bucket_name: BUCKET,
      },
    });
  } finally {
    s3.destroy();
    sqs.destroy();
    await s3AndSqs.close();
  }
};
