import * as v from 'valibot';
import { lenientObject, textOrNull } from '../lenient';
import {
  API_CALL_FIELDS,
  apiCallOf,
  NO_ID_OR_TIME,
  type UnreadableCall,
  unreadableCall,
  withoutStreamSecrets,
} from './api-call-record';
import type { ApiCall, BypassCall, RecordSource, TaskRef } from './session';
import { taskOfTarget } from './ssm-target';

const StartSession = lenientObject({
  ...API_CALL_FIELDS,
  requestParameters: lenientObject({ target: textOrNull, documentName: textOrNull }),
  responseElements: lenientObject({ sessionId: textOrNull }),
});

/** What a CloudTrail record of SSM's `StartSession` means for ECS Exec. */
export type StartSessionRecord =
  | { readonly kind: 'bypass'; readonly call: BypassCall }
  /** It may be one, and cannot be read. */
  | UnreadableCall
  | {
      readonly kind: 'other';
      /** Why it is not, for a log line. */
      readonly reason: string;
    };

const other = (reason: string): StartSessionRecord => ({ kind: 'other', reason });

const ECS = 'ecs.amazonaws.com';
const ECS_ROLE = /^arn:[^:]+:iam::\d+:role\/aws-service-role\/ecs\.amazonaws\.com\//;

/**
 * Whether ECS itself made the call, as it does for every `ExecuteCommand`. Judged only by what a caller cannot choose: nobody can
 * assume a service-linked role. The session id is not enough, because it begins with the caller's name, and anybody may name a
 * role session `ecs-execute-command`.
 */
const isByEcs = ({ principal }: Pick<ApiCall, 'principal'>): boolean =>
  principal.invokedBy === ECS || ECS_ROLE.test(principal.sessionIssuerArn ?? '');

const taskOf = (target: string, { accountId, region }: Omit<ApiCall, 'task'>): TaskRef | null => {
  const named = taskOfTarget(target);
  if (named === null) return null;
  const { clusterName, taskId } = named;
  if (accountId === null) return { cluster: clusterName, taskArn: taskId };
  const partition = region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  const ecs = `arn:${partition}:ecs:${region}:${accountId}`;
  return { cluster: `${ecs}:cluster/${clusterName}`, taskArn: `${ecs}:task/${clusterName}/${taskId}` };
};

/**
 * Reads a CloudTrail record: a session opened in a task past ECS Exec, or something else (another event or target, ECS's own
 * call, a call that failed). Never throws. The stream URL and token are not read.
 */
export const parseStartSession = (raw: unknown, foundIn: RecordSource): StartSessionRecord => {
  const record = v.parse(StartSession, raw);
  const { target, documentName } = record.requestParameters;
  if (record.eventSource !== 'ssm.amazonaws.com' || record.eventName !== 'StartSession') {
    return other(`${record.eventSource} ${record.eventName} is not a StartSession call`);
  }
  if (!target?.startsWith('ecs:')) return other('a StartSession call whose target is not an ECS task');
  const apiCall = apiCallOf(record, foundIn);
  if (apiCall === null)
    return record.errorCode === null ? unreadableCall(record, NO_ID_OR_TIME) : other(NO_ID_OR_TIME);
  if (isByEcs(apiCall)) return other('the StartSession call that ECS makes for an ExecuteCommand call');
  if (record.errorCode !== null) {
    return other(
      `StartSession call ${apiCall.eventId} failed with ${record.errorCode} and opened no session`,
    );
  }
  return {
    kind: 'bypass',
    call: {
      ...apiCall,
      task: taskOf(target, apiCall),
      target,
      documentName,
      ssmSessionId: record.responseElements.sessionId,
      record: withoutStreamSecrets(raw),
    },
  };
};
