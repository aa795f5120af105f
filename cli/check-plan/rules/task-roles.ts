import { TASK_DEFINITION } from '../containers';
import { at, isSet, textOf } from '../place';
import { ofType, type Plan, type PlannedResource, referencesOf } from '../plan';
import { judged, type Rule, resourceBlock } from '../rule';

/** By its ARN or, while that is not known yet, by the resource it comes from. */
const roleOf = (task: PlannedResource, argument: string): string | null => {
  const arn = textOf(at(task.planned, argument));
  if (arn !== null) return arn;
  const resource = referencesOf(task, argument).find((each) => /^aws_iam_role\.[^.]+$/.test(each));
  return resource === undefined ? null : `${task.module} ${resource}`;
};

const familiesByRole = (plan: Plan): ReadonlyMap<string, ReadonlySet<string>> => {
  const found = new Map<string, Set<string>>();
  for (const task of ofType(plan, TASK_DEFINITION)) {
    const role = roleOf(task, 'task_role_arn');
    if (role === null) continue;
    const families = found.get(role) ?? new Set();
    found.set(role, families.add(textOf(at(task.planned, 'family')) ?? task.address));
  }
  return found;
};

export const taskRoles: Rule = {
  id: 'task-roles',
  control: '1',
  title: 'Each task has an IAM role of its own, and an execution role',
  reason:
    'A container can use every permission of the role of its task, so a shared role gives it those of others.',
  level: 'should',
  remediation: (resource) =>
    resourceBlock(
      resource,
      'task_role_arn      = aws_iam_role.THIS_TASK.arn',
      'execution_role_arn = aws_iam_role.TASK_EXECUTION.arn',
    ),
  judge: (plan) => {
    const families = familiesByRole(plan);
    return ofType(plan, TASK_DEFINITION).map((task) => {
      const missing = ['task_role_arn', 'execution_role_arn']
        .filter((argument) => !isSet(at(task.planned, argument)))
        .map((argument) => `${argument} is not set`);
      const role = roleOf(task, 'task_role_arn');
      const sharing = role === null ? 0 : (families.get(role)?.size ?? 0);
      return judged(task, {
        violations: [
          ...missing,
          ...(sharing > 1 ? [`its task role is that of ${sharing} task families`] : []),
          ...(role !== null && role === roleOf(task, 'execution_role_arn')
            ? [
                'its task role is also its execution role, so containers have the permissions of the ECS agent',
              ]
            : []),
        ],
      });
    });
  },
};
