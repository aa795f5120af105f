import * as v from 'valibot';
import { booleanOrNull, lenientObject, textOrNull } from '../lenient';
import { API_CALL_FIELDS, apiCallOf, withoutStreamSecrets } from './api-call-record';
import type { ExecuteCommandCall, FailedCall, OpenedSession, RecordSource, TaskRef } from './session';
import { parseSessionId } from './session-id';

const CloudTrailRecord = lenientObject({
  ...API_CALL_FIELDS,
  requestParameters: lenientObject({
    cluster: textOrNull,
    task: textOrNull,
    container: textOrNull,
    command: textOrNull,
    interactive: booleanOrNull,
    dryrun: v.optional(v.unknown()),
  }),
  responseElements: lenientObject({
    clusterArn: textOrNull,
    taskArn: textOrNull,
    containerName: textOrNull,
    session: lenientObject({ sessionId: textOrNull }),
  }),
});
type CloudTrailRecord = v.InferOutput<typeof CloudTrailRecord>;

// arn:aws:ecs:<region>:<account>:task/<cluster>/<id>; the old short form task/<id> does not contain the cluster.
const TASK_ARN = /^(arn:[^:]+:ecs:[^:]+:[^:]+):task\/([^/]+)\/[^/]+$/;

const taskOf = ({ requestParameters, responseElements }: CloudTrailRecord): TaskRef | null => {
  const taskArn = responseElements.taskArn ?? requestParameters.task;
  if (taskArn === null) return null;
  const parts = TASK_ARN.exec(taskArn);
  const cluster =
    responseElements.clusterArn ??
    (parts ? `${parts[1]}:cluster/${parts[2]}` : (requestParameters.cluster ?? 'default'));
  return { taskArn, cluster };
};

/** What a CloudTrail record means for ECS Exec. */
export type ExecuteCommandRecord =
  | { readonly kind: 'opened'; readonly session: OpenedSession }
  /** Access was denied. */
  | { readonly kind: 'refused'; readonly call: FailedCall }
  | {
      readonly kind: 'other';
      /** Why it is neither, for a log line. */
      readonly reason: string;
    };

// No public record shows how CloudTrail writes it, so anything but a plain no counts as one.
const isDryRun = ({ requestParameters: { dryrun } }: CloudTrailRecord): boolean =>
  dryrun !== undefined && dryrun !== null && dryrun !== false && dryrun !== 'false';

const other = (reason: string): ExecuteCommandRecord => ({ kind: 'other', reason });

// Both `AccessDenied` and `AccessDeniedException` occur.
const isRefusal = (errorCode: string): boolean => errorCode.startsWith('AccessDenied');

/**
 * Reads a CloudTrail record: a session that was opened, a call that was refused, or something else (another event, a dry run,
 * a call that ECS could not carry out, a record without id or time). Event history, EventBridge and log files contain the same
 * record. Never throws. The stream URL and token it may contain are not read.
 */
export const parseExecuteCommand = (raw: unknown, foundIn: RecordSource): ExecuteCommandRecord => {
  const record = v.parse(CloudTrailRecord, raw);
  if (record.eventSource !== 'ecs.amazonaws.com' || record.eventName !== 'ExecuteCommand') {
    return other(`${record.eventSource} ${record.eventName} is not an ExecuteCommand call`);
  }
  if (isDryRun(record)) return other('a dry run does not open a session');
  const apiCall = apiCallOf(record, foundIn);
  if (apiCall === null) return other('malformed record: it has no eventID, or its eventTime is not a time');
  const call: ExecuteCommandCall = {
    ...apiCall,
    task: taskOf(record),
    containerName: record.responseElements.containerName ?? record.requestParameters.container,
    command: record.requestParameters.command,
    interactive: record.requestParameters.interactive,
  };
  const { errorCode, errorMessage } = record;
  if (errorCode === null && errorMessage !== null) {
    return other('malformed record: it has an errorMessage and no errorCode');
  }
  if (errorCode !== null) {
    if (!isRefusal(errorCode)) {
      return other(`ExecuteCommand call ${call.eventId} failed with ${errorCode} and opened no session`);
    }
    return { kind: 'refused', call: { ...call, errorCode, errorMessage, record: withoutStreamSecrets(raw) } };
  }
  const id = parseSessionId(record.responseElements.session.sessionId ?? '');
  return id === null
    ? other('malformed record: it has no ECS Exec session id')
    : { kind: 'opened', session: { ...call, id } };
};
