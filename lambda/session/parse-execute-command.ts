import * as v from 'valibot';
import { booleanOrNull, lenientObject, textOrNull } from '../lenient';
import { parsePrincipal } from './principal';
import type { FoundIn, Session, TaskRef } from './session';
import { parseSessionId } from './session-id';

const ExecuteCommandRecord = lenientObject({
  eventSource: textOrNull,
  eventName: textOrNull,
  eventID: textOrNull,
  eventTime: textOrNull,
  awsRegion: textOrNull,
  recipientAccountId: textOrNull,
  sourceIPAddress: textOrNull,
  userAgent: textOrNull,
  errorCode: textOrNull,
  userIdentity: v.optional(v.unknown()),
  requestParameters: lenientObject({
    cluster: textOrNull,
    task: textOrNull,
    container: textOrNull,
    command: textOrNull,
    interactive: booleanOrNull,
    dryrun: booleanOrNull,
  }),
  responseElements: lenientObject({
    clusterArn: textOrNull,
    taskArn: textOrNull,
    containerName: textOrNull,
    session: lenientObject({ sessionId: textOrNull }),
  }),
});
type ExecuteCommandRecord = v.InferOutput<typeof ExecuteCommandRecord>;

// arn:aws:ecs:<region>:<account>:task/<cluster>/<id>; the old short form task/<id> names no cluster.
const TASK_ARN = /^(arn:[^:]+:ecs:[^:]+:[^:]+):task\/([^/]+)\/[^/]+$/;

const taskOf = ({ requestParameters, responseElements }: ExecuteCommandRecord): TaskRef | null => {
  const taskArn = responseElements.taskArn ?? requestParameters.task;
  if (taskArn === null) return null;
  const named = TASK_ARN.exec(taskArn);
  const cluster =
    responseElements.clusterArn ??
    (named ? `${named[1]}:cluster/${named[2]}` : (requestParameters.cluster ?? 'default'));
  return { taskArn, cluster };
};

/**
 * The session a CloudTrail record opened, or null when the record is not an `ExecuteCommand` call of ECS that opened one
 * (another event, a refused call, a dry run, a record without id or time). Event history, EventBridge and log files hold
 * the same record. The stream URL and token it may carry are not read.
 */
export const parseExecuteCommand = (raw: unknown, foundIn: FoundIn): Session | null => {
  const record = v.parse(ExecuteCommandRecord, raw);
  const id = parseSessionId(record.responseElements.session.sessionId ?? '');
  const openedAt = new Date(record.eventTime ?? Number.NaN);
  const opened =
    record.eventSource === 'ecs.amazonaws.com' &&
    record.eventName === 'ExecuteCommand' &&
    record.errorCode === null &&
    record.requestParameters.dryrun !== true;
  if (!opened || id === null || record.eventID === null || Number.isNaN(openedAt.getTime())) {
    return null;
  }
  return {
    id,
    eventId: record.eventID,
    principal: parsePrincipal(record.userIdentity),
    openedAt,
    region: record.awsRegion ?? 'unknown',
    accountId: record.recipientAccountId,
    sourceIp: record.sourceIPAddress,
    userAgent: record.userAgent,
    task: taskOf(record),
    containerName: record.responseElements.containerName ?? record.requestParameters.container,
    command: record.requestParameters.command,
    interactive: record.requestParameters.interactive,
    foundIn,
  };
};
