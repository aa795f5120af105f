import { type Finding, findingKinds } from '../finding';
import type { BucketKey } from '../look/bucket';
import type { ClusterFacts } from '../look/clusters';
import type { Facts } from '../look/facts';
import type { Deed, RoleLook } from '../look/roles';
import { neededDeeds } from '../role-deeds';
import { shellsIn } from '../shells';
import { shortArn } from '../short-arn';
import { unseenOf } from './unseen';

const ALLOW = 'allow {actions} on {resources} in a policy of the role';

export const ROLES = findingKinds('task roles', {
  'role-allowed': ['ok', 'may open the channel of a session and upload its transcript'],
  'role-none': [
    'error',
    'its tasks have no task role, so a shell cannot be opened in them (on EC2 the role of the instance may allow it)',
    'task_role_arn in its aws_ecs_task_definition',
  ],
  'role-missing': [
    'error',
    'the tasks of {service} name a role that does not exist',
    'task_role_arn in the aws_ecs_task_definition of {service}',
  ],
  'role-channel-denied': ['error', 'may not {actions}: no shell can be opened', ALLOW],
  'role-upload-denied': ['error', 'may not upload to {resources}: no transcript will arrive', ALLOW],
  'role-encryption-check-denied': [
    'error',
    'may not see the encryption of the bucket, which the cluster has checked: no shell can be opened',
    ALLOW,
  ],
  'role-key-denied': [
    'warning',
    'may not {actions} with {resources}, unless the policy of the key allows it',
    ALLOW,
  ],
  'role-unclear': [
    'warning',
    'IAM did not say whether it may {actions}, for example because of a condition',
    null,
    'aws iam simulate-principal-policy --policy-source-arn {role} --action-names {names}',
  ],
});

interface Use {
  readonly role: string;
  readonly service: string;
  readonly cluster: ClusterFacts;
}

const allOf = (deeds: readonly Deed[], of: 'action' | 'resource'): string =>
  [...new Set(deeds.map((deed) => deed[of]))].join(', ');

const verdictOn = (
  { role, service, cluster }: Use,
  looked: RoleLook,
  plan: Facts['plan'],
  key: BucketKey | null,
) => {
  if ('unseen' in looked) return unseenOf(ROLES.about, shortArn(role), looked);
  const { seen: verdict } = looked;
  if (verdict === null) return [ROLES.tell('role-missing', shortArn(role), { service })];
  const needed = neededDeeds(cluster, plan.bucket, key);
  const tellOf = (
    id:
      | 'role-channel-denied'
      | 'role-upload-denied'
      | 'role-encryption-check-denied'
      | 'role-key-denied'
      | 'role-unclear',
    deeds: readonly Deed[],
  ) =>
    deeds.length === 0
      ? []
      : [
          ROLES.tell(id, shortArn(role), {
            role,
            actions: allOf(deeds, 'action'),
            names: allOf(deeds, 'action').replaceAll(',', ''),
            resources: allOf(deeds, 'resource'),
          }),
        ];
  const denied = (deeds: readonly Deed[]) => deeds.filter((deed) => verdict(deed) === false);
  const found = [
    ...tellOf('role-channel-denied', denied(needed.channel)),
    ...tellOf('role-upload-denied', denied(needed.upload)),
    ...tellOf('role-encryption-check-denied', denied(needed.encryptionCheck)),
    ...tellOf('role-key-denied', denied(needed.keys)),
    ...tellOf(
      'role-unclear',
      Object.values(needed)
        .flat()
        .filter((deed) => verdict(deed) === null),
    ),
  ];
  return found.length === 0 ? [ROLES.tell('role-allowed', shortArn(role))] : found;
};

/** Whether the tasks that shells are opened in may do their part. */
export const checkRoles = (facts: Facts): readonly Finding[] => {
  const { clusters, taskRoles, roles, plan, bucket } = facts;
  if ('unseen' in clusters) return [];
  const key = bucket.settings !== null && 'seen' in bucket.settings.key ? bucket.settings.key.seen : null;
  const findings = clusters.seen.flatMap((cluster) =>
    shellsIn(cluster).flatMap(({ name, taskDefinition, role: own }) => {
      const service = `${cluster.name}/${name}`;
      const role = own === null ? taskRoles.get(taskDefinition) : { seen: own };
      if (role === undefined) return [];
      if ('unseen' in role) return unseenOf(ROLES.about, service, role);
      if (role.seen === null) return [ROLES.tell('role-none', service)];
      const looked = roles.get(role.seen);
      return looked === undefined ? [] : verdictOn({ role: role.seen, service, cluster }, looked, plan, key);
    }),
  );
  // A role that many services share is told once.
  return [...new Map(findings.map((one) => [JSON.stringify(one), one])).values()];
};
