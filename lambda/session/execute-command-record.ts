import * as v from 'valibot';
import { booleanOrNull, lenientObject, textOrNull } from '../lenient';
import {
  API_CALL_FIELDS,
  apiCallOf,
  NO_ID_OR_TIME,
  type UnreadableCall,
  unreadableCall,
  withoutStreamSecrets,
} from './api-call-record';
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
  /** It may have opened a session, and which one cannot be read. */
  | UnreadableCall
  | {
      readonly kind: 'other';
      /** Why it is none of these, for a log line. */
      readonly reason: string;
    };

// No public record shows how CloudTrail writes it, so a yes may be text. Anything else does not say that no session was opened.
const isDryRun = ({ requestParameters: { dryrun } }: CloudTrailRecord): boolean =>
  dryrun === true || (typeof dryrun === 'string' && dryrun.toLowerCase() === 'true');

const ECS = 'ecs.amazonaws.com';
const other = (reason: string): ExecuteCommandRecord => ({ kind: 'other', reason });

// Both `AccessDenied` and `AccessDeniedException` occur.
const isRefusal = (errorCode: string): boolean => errorCode.startsWith('AccessDenied');

const SESSION_ID = 'ecs-execute-command- and 10 to 76 letters or digits';

/**
 * Reads a CloudTrail record: a session that was opened, a call that was refused, one that cannot be read, or something else
 * (another event, a dry run, a call that ECS could not carry out). Event history, EventBridge and log files contain the same
 * record. Never throws. The stream URL and token it may contain are not read.
 */
export const parseExecuteCommand = (raw: unknown, foundIn: RecordSource): ExecuteCommandRecord => {
  const record = v.parse(CloudTrailRecord, raw);
  if (record.eventName !== 'ExecuteCommand' || (record.eventSource ?? ECS) !== ECS) {
    return other(`${record.eventSource} ${record.eventName} is not an ExecuteCommand call`);
  }
  if (isDryRun(record)) return other('a dry run does not open a session');
  const { errorCode, errorMessage } = record;
  if (errorCode !== null && !isRefusal(errorCode))
    return other(`ExecuteCommand call ${record.eventID} failed with ${errorCode} and opened no session`);
  const unreadable = (reason: string) => unreadableCall(record, reason);
  if (record.eventSource === null) return unreadable(`eventSource is missing, expected ${ECS}`);
  const apiCall = apiCallOf(record, foundIn);
  if (apiCall === null) return unreadable(NO_ID_OR_TIME);
  const call: ExecuteCommandCall = {
    ...apiCall,
    task: taskOf(record),
    containerName: record.responseElements.containerName ?? record.requestParameters.container,
    command: record.requestParameters.command,
    interactive: record.requestParameters.interactive,
  };
  if (errorCode !== null)
    return { kind: 'refused', call: { ...call, errorCode, errorMessage, record: withoutStreamSecrets(raw) } };
  if (errorMessage !== null) return unreadable('it has an errorMessage, and no errorCode that is text');
  const { sessionId } = record.responseElements.session;
  const id = parseSessionId(sessionId ?? '');
  if (id !== null) return { kind: 'opened', session: { ...call, id } };
  const given = sessionId === null ? 'missing' : JSON.stringify(sessionId.slice(0, 100));
  return unreadable(`responseElements.session.sessionId is ${given}, expected ${SESSION_ID}`);
};
