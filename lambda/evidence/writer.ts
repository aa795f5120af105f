import type { SessionFacts } from './plan-evidence';
import { truncate } from './truncate';

const lastSegment = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

/** The id of the task a session was opened in: by CloudTrail or SSM if they name it, else by ECS. */
const taskIdOf = ({ caller, service }: SessionFacts): string | null => {
  const called = caller.kind === 'attributed' ? caller.session.task : null;
  const described = service.kind === 'described' ? service : service.task;
  const task = called ?? caller.trace?.task ?? described;
  return task === null ? null : lastSegment(task.taskArn);
};

/** The session of a role, named so: `AROA…:<session name>`. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
const ROLE_SESSION = /^AROA[0-9A-Z]+:([^:]+)$/;

/** Who wrote the transcript, and why that is not compliant. */
interface Writer {
  readonly data: {
    readonly writer_principal_id: string | null;
    readonly writer_matches_task: 'true' | 'false' | 'unknown';
  };
  readonly nonComplianceReason: string | null;
}

/**
 * Whether the task of the session wrote its transcript. ECS names the session of a task's role after the task's id, so S3 has
 * the writer as `AROA…:<task id>` (https://github.com/aws/containers-roadmap/issues/1917). Another writer made up the transcript,
 * or copied it; so did one of that name that is not a role's session, such as a federated user, whoever may name those. A root
 * shell has the credentials of its own task, and somebody else may name the session of another role like the task: neither is
 * told apart from the agent.
 */
export const writerOf = (facts: SessionFacts, writerPrincipalId: string | null): Writer => {
  const taskId = taskIdOf(facts);
  const writer = writerPrincipalId === null ? null : truncate(writerPrincipalId);
  if (writer === null || taskId === null) {
    return {
      data: { writer_principal_id: writer, writer_matches_task: 'unknown' },
      nonComplianceReason: null,
    };
  }
  const matches = ROLE_SESSION.exec(writer)?.[1] === taskId;
  return {
    data: { writer_principal_id: writer, writer_matches_task: matches ? 'true' : 'false' },
    nonComplianceReason: matches
      ? null
      : `the transcript was written by ${writer}, not by the task of the session (${taskId})`,
  };
};
