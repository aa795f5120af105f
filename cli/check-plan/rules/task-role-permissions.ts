import * as v from 'valibot';
import { at, isUnknown, type Place, textOf } from '../place';
import { ofType, type Plan, type PlannedResource, refersTo } from '../plan';
import { type Findings, judged, type Rule, resourceBlock } from '../rule';

const oneOrMore = v.pipe(
  v.union([v.string(), v.array(v.string())]),
  v.transform((given) => [given].flat()),
);
const Statement = v.object({
  Effect: v.string(),
  Action: v.optional(oneOrMore, []),
  Resource: v.optional(oneOrMore, []),
});
const Document = v.object({
  Statement: v.pipe(
    v.union([v.array(Statement), Statement]),
    v.transform((given) => [given].flat()),
  ),
});

const ADMINISTRATORS = /:policy\/(?:AdministratorAccess|PowerUserAccess|IAMFullAccess)$/;

const judgeDocument = (place: Place): Findings => {
  if (isUnknown(place)) return { undecided: ['the policy is known only after apply'] };
  let json: unknown;
  try {
    json = JSON.parse(textOf(place) ?? '');
  } catch {
    return { undecided: ['the policy is not JSON'] };
  }
  const { success, output } = v.safeParse(Document, json);
  if (!success) return { undecided: ['the policy cannot be read'] };
  return {
    violations: output.Statement.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action, Resource }) =>
      Resource.includes('*')
        ? Action.filter((action) => /^(?:\*|[\w-]+:\*)$/.test(action)).map(
            (action) => `the policy allows ${action} on every resource`,
          )
        : [],
    ),
  };
};

const isTaskRole = (role: PlannedResource): boolean =>
  textOf(at(role.planned, 'assume_role_policy'))?.includes('ecs-tasks.amazonaws.com') === true;

const isOf = (policy: PlannedResource, roles: readonly PlannedResource[]): boolean => {
  const name = textOf(at(policy.planned, 'role'));
  return roles.some(
    (role) => refersTo(policy, 'role', role) || (name !== null && name === textOf(at(role.planned, 'name'))),
  );
};

const judgeAttachment = (attachment: PlannedResource): Findings => {
  const arn = textOf(at(attachment.planned, 'policy_arn')) ?? '';
  return ADMINISTRATORS.test(arn) ? { violations: [`it gives tasks ${arn}`] } : {};
};

const judgePolicies = (plan: Plan, type: string, findings: (policy: PlannedResource) => Findings) => {
  const roles = ofType(plan, 'aws_iam_role').filter(isTaskRole);
  return ofType(plan, type)
    .filter((policy) => isOf(policy, roles))
    .map((policy) => judged(policy, findings(policy)));
};

export const taskRolePermissions: Rule = {
  id: 'task-role-permissions',
  control: '1',
  title: 'Roles of tasks do not allow whole services on every resource',
  reason: 'Whoever gets into a container has the permissions of its task role.',
  level: 'should',
  remediation: (resource) =>
    resource.type === 'aws_iam_role_policy'
      ? resourceBlock(
          resource,
          'policy = jsonencode({',
          '  Version   = "2012-10-17"',
          '  Statement = [{ Effect = "Allow", Action = ["s3:GetObject"], Resource = "arn:aws:s3:::THE_BUCKET/*" }]',
          '})',
        )
      : resourceBlock(resource, 'policy_arn = aws_iam_policy.WHAT_THIS_TASK_NEEDS.arn'),
  judge: (plan) => [
    ...judgePolicies(plan, 'aws_iam_role_policy', (policy) => judgeDocument(at(policy.planned, 'policy'))),
    ...judgePolicies(plan, 'aws_iam_role_policy_attachment', judgeAttachment),
  ],
};
