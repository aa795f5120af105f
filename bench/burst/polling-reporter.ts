import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { DescribeTasksCommand, ECSClient } from '@aws-sdk/client-ecs';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DescribeSessionsCommand, GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { SQSEvent } from 'aws-lambda';

/**
 * What the reporter is compared with: one session an invocation, which waits until event history shows the call, then attests
 * three times. It never asks what the trail holds already. In its favour it asks Systems Manager when the session began, so
 * that the call is on the first page it reads, and it keeps its clients and the token.
 */
const cloudtrail = new CloudTrailClient({ maxAttempts: 20 });
const ecs = new ECSClient();
const s3 = new S3Client();
const ssm = new SSMClient();

const AROUND_START_MS = 60_000;
const POLL_MS = 10_000;

const environment = (name: string): string => process.env[name] ?? '';

const readToken = async (): Promise<string> => {
  const Name = environment('KOSLI_API_TOKEN_PARAMETER');
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name, WithDecryption: true }));
  return Parameter?.Value ?? '';
};
let token: Promise<string> | null = null;

interface Call {
  readonly userIdentity: { readonly principalId: string };
  readonly responseElements: { readonly session: { readonly sessionId: string }; readonly taskArn: string };
}

const findCall = async (sessionId: string): Promise<Call> => {
  const { Sessions = [] } = await ssm.send(
    new DescribeSessionsCommand({ State: 'History', Filters: [{ key: 'SessionId', value: sessionId }] }),
  );
  const start = Sessions[0]?.StartDate?.getTime() ?? Number.NaN;
  for (;;) {
    const { Events = [] } = await cloudtrail.send(
      new LookupEventsCommand({
        LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'ExecuteCommand' }],
        StartTime: new Date(start - AROUND_START_MS),
        EndTime: new Date(start + AROUND_START_MS),
      }),
    );
    const found = Events.map(({ CloudTrailEvent = '' }): Call => JSON.parse(CloudTrailEvent)).find(
      ({ responseElements }) => responseElements.session.sessionId === sessionId,
    );
    if (found !== undefined) return found;
    await wait(POLL_MS);
  }
};

const send = async (method: string, path: string, data: object, file?: Blob): Promise<void> => {
  token ??= readToken();
  const form = new FormData();
  form.append('data_json', JSON.stringify(data));
  if (file !== undefined) form.append('attachment_file', file, 'transcript.log');
  const { status } = await fetch(`${environment('KOSLI_HOST')}/api/v2/${path}`, {
    method,
    headers: { authorization: `Bearer ${await token}` },
    body: form,
  });
  if (status !== 200 && status !== 201) throw new Error(`Kosli answered ${status} to ${method} ${path}`);
};

export const handler = async ({ Records }: SQSEvent): Promise<void> => {
  const [record] = Records;
  const { bucket, object } = JSON.parse(record?.body ?? '').Records[0].s3;
  const Key = decodeURIComponent(object.key);
  const sessionId = Key.split('/').at(-1)?.replace('.log', '') ?? '';
  const transcript = await s3.send(
    new GetObjectCommand({ Bucket: bucket.name, Key, VersionId: object.versionId }),
  );
  const bytes = (await transcript.Body?.transformToByteArray()) ?? new Uint8Array();
  const { userIdentity, responseElements } = await findCall(sessionId);
  const [, cluster = ''] = /task\/([^/]+)/.exec(responseElements.taskArn) ?? [];
  const { tasks = [] } = await ecs.send(
    new DescribeTasksCommand({ cluster, tasks: [responseElements.taskArn] }),
  );
  const place = `${environment('KOSLI_ORG')}/${environment('KOSLI_FLOW')}`;
  const name = userIdentity.principalId.replaceAll(/[^\w.~-]/g, '-');
  await send('PUT', `trails/${place}`, { name });
  const attest = (attestation_name: string, user_data: object, file?: Blob) =>
    send(
      'POST',
      `attestations/${place}/trail/${name}/generic`,
      { attestation_name, is_compliant: true, user_data: { session_id: sessionId, ...user_data } },
      file,
    );
  await attest('user-identity', { identity: userIdentity });
  await attest('service-identity', { group: tasks[0]?.group, task: responseElements.taskArn });
  await attest(
    'command-logs',
    { sha256: createHash('sha256').update(bytes).digest('hex') },
    new Blob([Buffer.from(bytes)]),
  );
};
