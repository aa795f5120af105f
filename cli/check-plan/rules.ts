import { CommandError } from '../exit-code';
import type { Rule } from './rule';
import { awslogsDriver } from './rules/awslogs-driver';
import { cloudtrailTrail } from './rules/cloudtrail-trail';
import { containerInsights } from './rules/container-insights';
import { cpuAndMemory } from './rules/cpu-and-memory';
import { ecrImages } from './rules/ecr-images';
import { ecsEvents } from './rules/ecs-events';
import { encryptedParameters } from './rules/encrypted-parameters';
import { execLogging } from './rules/exec-logging';
import { fargateOnly } from './rules/fargate-only';
import { noPlainSecrets } from './rules/no-plain-secrets';
import { noPublicIp } from './rules/no-public-ip';
import { noSpecialPermissions } from './rules/no-special-permissions';
import { nonRootUser } from './rules/non-root-user';
import { readOnlyRoot } from './rules/read-only-root';
import { requiredTags } from './rules/required-tags';
import { scanOnPush } from './rules/scan-on-push';
import { taskRolePermissions } from './rules/task-role-permissions';
import { taskRoles } from './rules/task-roles';
import { tls12 } from './rules/tls-1-2';
import { vpcEndpoints } from './rules/vpc-endpoints';
import { vpcFlowLogs } from './rules/vpc-flow-logs';

/** In the order of the runbook. */
export const RULES: readonly Rule[] = [
  execLogging,
  taskRoles,
  taskRolePermissions,
  ecrImages,
  vpcEndpoints,
  encryptedParameters,
  noPlainSecrets,
  awslogsDriver,
  cloudtrailTrail,
  vpcFlowLogs,
  scanOnPush,
  noSpecialPermissions,
  nonRootUser,
  readOnlyRoot,
  tls12,
  noPublicIp,
  fargateOnly,
  containerInsights,
  ecsEvents,
  requiredTags,
  cpuAndMemory,
];

/** @throws CommandError when there is no rule of this name */
export const ruleNamed = (id: string): Rule => {
  const found = RULES.find((rule) => rule.id === id);
  if (found === undefined)
    throw new CommandError(
      `There is no rule ${JSON.stringify(id)}; expected one of: ${RULES.map((rule) => rule.id).join(', ')}`,
    );
  return found;
};

/**
 * The rules to run: those named, `all` for all of them, or none named those for what must be; less those skipped.
 *
 * @throws CommandError when one does not exist, or none is left
 */
export const chosenRules = (named: readonly string[], skipped: readonly string[]): readonly Rule[] => {
  const ids = new Set(named.filter((id) => id !== 'all').map((id) => ruleNamed(id).id));
  const without = new Set(skipped.map((id) => ruleNamed(id).id));
  const isChosen = ({ id, level }: Rule): boolean => {
    if (named.includes('all')) return true;
    return named.length === 0 ? level === 'must' : ids.has(id);
  };
  const chosen = RULES.filter((rule) => isChosen(rule) && !without.has(rule.id));
  if (chosen.length === 0) throw new CommandError('No rule is left to run: --skip names all of them.');
  return chosen;
};
