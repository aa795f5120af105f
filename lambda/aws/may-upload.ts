import { DescribeTaskDefinitionCommand, DescribeTasksCommand, type ECSClient } from '@aws-sdk/client-ecs';
import { type IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import type { AuditPorts } from '../ports';
import { ReporterError } from '../reporter-error';
import type { TaskRef } from '../session/session';
import { shareOf, type Time, within } from '../time';
import { toReporterError } from './to-reporter-error';

/** It must not cost much itself: in a VPC, IAM may be out of reach. */
const MAX_MS = 10_000;
const SHARE_OF_TIME = 1 / 20;

/** What is asked: ECS for the task's role, IAM what the role may do. */
export interface RoleOracles {
  readonly ecs: ECSClient;
  readonly iam: IAMClient;
}

// An override of the task's role wins over the task definition, which needs none.
const roleOf = async ({ ecs }: RoleOracles, { cluster, taskArn }: TaskRef, time: Time) => {
  const sent = { abortSignal: time.signal };
  const { tasks } = await within(
    time,
    ecs.send(new DescribeTasksCommand({ cluster, tasks: [taskArn] }), sent),
  );
  const [task] = tasks ?? [];
  if (task?.overrides?.taskRoleArn) return task.overrides.taskRoleArn;
  if (task?.taskDefinitionArn === undefined) return null;
  const command = new DescribeTaskDefinitionCommand({ taskDefinition: task.taskDefinitionArn });
  const { taskDefinition } = await within(time, ecs.send(command, sent));
  return taskDefinition?.taskRoleArn || null;
};

const partitionOf = (arn: string): string => arn.split(':')[1] ?? 'aws';

const simulate = async (
  { iam }: RoleOracles,
  roleArn: string,
  objectArn: string,
  time: Time,
): Promise<boolean | null> => {
  const command = new SimulatePrincipalPolicyCommand({
    PolicySourceArn: roleArn,
    ActionNames: ['s3:PutObject'],
    ResourceArns: [objectArn],
  });
  const { EvaluationResults = [] } = await within(time, iam.send(command, { abortSignal: time.signal }));
  const [result] = EvaluationResults;
  return result?.EvalDecision === undefined ? null : result.EvalDecision === 'allowed';
};

/**
 * Asks IAM whether the role of a task may upload to a place, as far as its own policies and permissions boundary say; the
 * bucket's policy is not asked. It only helps to name a cause, so whatever cannot be found out is null: a task that ECS has
 * forgotten, one without a role, a refusal, no answer in the share of the time that this may take.
 */
export const uploadOracle =
  (oracles: RoleOracles, time: Time): AuditPorts['mayUpload'] =>
  async (task, { bucket, key }) => {
    const share = shareOf(time, Math.min(MAX_MS, time.leftMs() * SHARE_OF_TIME));
    try {
      const roleArn = await roleOf(oracles, task, share);
      if (roleArn === null) return null;
      return await simulate(oracles, roleArn, `arn:${partitionOf(roleArn)}:s3:::${bucket}/${key}`, share);
    } catch (error) {
      time.signal.throwIfAborted();
      const failure = toReporterError('ECS or IAM, asked about the role of a task,', error, '');
      if (failure instanceof ReporterError) return null;
      throw failure;
    }
  };
