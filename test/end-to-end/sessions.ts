import { ReceiveMessageCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { CreatedObject } from '../../stand-ins/aws/s3-notification';
import type { Batch } from '../../stand-ins/aws-lambda/event-source-mapping';
import { person } from '../../stand-ins/recorded-session/callers';
import {
  type ExecuteCommandCall,
  executeCommandRecord,
} from '../../stand-ins/recorded-session/execute-command-record';
import { SESSION_TARGET } from '../../stand-ins/recorded-session/session';
import { serviceTask } from '../../stand-ins/recorded-session/task';
import { recordedTranscript } from '../../stand-ins/recorded-session/transcript';
import { uploadAsAgent } from '../../stand-ins/recorded-session/upload';
import type { Stage } from '../../stand-ins/stage';

const MINUTE_MS = 60_000;

/** The id of the n-th session. */
export const sessionId = (n = 1): string =>
  `ecs-execute-command-s9y89par6quf78pcbnoko${String(n).padStart(5, '0')}`;

/** The trail of the person of that name. */
export const trailOf = (name: string): string => `AROAEXAMPLE-${name}`;

/** CloudTrail shows that somebody opened a session, in a task that runs. */
export const openSession = (stage: Stage, call: ExecuteCommandCall = {}): void => {
  const { sessionId: id = sessionId(), openedAt = new Date(Date.now() - 10 * MINUTE_MS) } = call;
  stage.ecs.run(serviceTask(call.taskArn));
  stage.cloudtrail.record(
    executeCommandRecord({
      userIdentity: person('alice'),
      eventId: `event-of-${id}`,
      ...call,
      sessionId: id,
      openedAt,
    }),
  );
};

/** Systems Manager remembers when a session began; it lasted a minute. */
export const rememberStart = ({ ssm }: Stage, startedAt: Date): void => {
  const StartDate = startedAt.getTime() / 1000;
  ssm.endSession({ SessionId: sessionId(), Target: SESSION_TARGET, StartDate, EndDate: StartDate + 60 });
};

/** The agent uploads a session's transcript, which makes S3 notify the queue. */
export const uploadTranscript = async (
  stage: Stage,
  {
    id = sessionId(),
    bytes = recordedTranscript(new Date(), id),
    prefix = 'production/',
    minutesAgo = 0,
    writerPrincipalId,
  }: {
    readonly id?: string;
    readonly bytes?: Buffer;
    readonly prefix?: string;
    readonly minutesAgo?: number;
    readonly writerPrincipalId?: CreatedObject['writerPrincipalId'];
  } = {},
): Promise<Buffer> => {
  const uploadedAt = new Date(Date.now() - minutesAgo * MINUTE_MS);
  stage.s3AndSqs.setClock(() => uploadedAt);
  stage.s3AndSqs.setWriter(writerPrincipalId);
  await uploadAsAgent(stage.s3, { Bucket: stage.applied.bucket, Key: `${prefix}${id}.log`, bytes });
  return bytes;
};

/** A whole session: opened, and its transcript uploaded. */
export const endSession = async (
  stage: Stage,
  call: ExecuteCommandCall = {},
  bytes?: Buffer,
): Promise<Buffer> => {
  openSession(stage, call);
  return uploadTranscript(stage, { id: call.sessionId ?? sessionId(), ...(bytes && { bytes }) });
};

/** Sends a message to the queue as it is. */
export const send = async ({ sqs, applied }: Stage, body: string): Promise<void> => {
  await sqs.send(new SendMessageCommand({ QueueUrl: applied.mapping.queueUrl, MessageBody: body }));
};

/** One invocation, which must have had something to do. */
export const poll = async ({ mapping, reporter }: Stage): Promise<Batch> => {
  const batch = await mapping.poll();
  if (batch === null) throw new Error(`the queue shows nothing; the function said:\n${reporter.logs()}`);
  return batch;
};

/** Each trail and the attestations on it, in the order they came. */
export const trails = ({ kosli }: Stage): Record<string, string[]> =>
  Object.fromEntries(
    [...kosli.trails].map(([name, { attestations }]) => [
      name,
      attestations.map(({ attestation_name }) => attestation_name),
    ]),
  );

/** The attestations of a session, by name; more than one of a name is refused. */
export const attestationsOf = ({ kosli }: Stage, id: string = sessionId()) => {
  const reports = [...kosli.trails.values()]
    .flatMap(({ attestations }) => attestations)
    .filter(({ user_data }) => user_data?.session_id === id);
  const report = (name: string) => {
    const [one, another] = reports.filter(({ attestation_name }) => attestation_name === name);
    if (one === undefined || another !== undefined)
      throw new Error(`expected one ${name} of ${id}, found ${another === undefined ? 'none' : 'several'}`);
    return one;
  };
  return {
    userIdentity: report('user-identity'),
    serviceIdentity: report('service-identity'),
    commandLogs: report('command-logs'),
  };
};

/** What the dead-letter queue holds: bodies and reasons. */
export const deadLetters = async (sqs: SQSClient, QueueUrl: string) => {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] }),
  );
  return Messages.map(({ Body, MessageAttributes }) => ({
    body: Body,
    reason: MessageAttributes?.reason?.StringValue,
  }));
};
