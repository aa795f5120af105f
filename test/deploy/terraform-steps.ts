import { countsOf, type PlanCounts } from './terraform/plan';
import type { Ran, Terraform } from './terraform/terraform';

const PLAN = 'first.plan';

const inWords = ({ create, update, delete: deleted }: PlanCounts): string =>
  `${create} to create, ${update} to change, ${deleted} to delete`;

export const initAndValidate = async (terraform: Terraform): Promise<void> => {
  await terraform.run('init', '-input=false', '-no-color');
  await terraform.run('validate', '-no-color');
};

/** Plans, and keeps the plan for `applyPlan`. Returns it as `terraform show -json` has it. */
export const makePlan = async (terraform: Terraform, ...how: readonly string[]): Promise<unknown> => {
  await terraform.run('plan', '-input=false', '-no-color', `-out=${PLAN}`, ...how);
  return terraform.json('show', '-json', PLAN);
};

/** @returns the plan's counts in words */
export const applyPlan = async (terraform: Terraform, plan: unknown): Promise<string> => {
  await terraform.run('apply', '-input=false', '-no-color', PLAN);
  return inWords(countsOf(plan));
};

/** @returns the plan's counts in words */
export const planAndApply = async (terraform: Terraform, ...how: readonly string[]): Promise<string> =>
  applyPlan(terraform, await makePlan(terraform, ...how));

/** @throws Error with the plan when a second one is not empty */
export const checkSecondPlan = async (terraform: Terraform, ...how: readonly string[]): Promise<string> => {
  const { exitCode, stdout, stderr } = await terraform.attempt(
    'plan',
    '-input=false',
    '-no-color',
    '-detailed-exitcode',
    ...how,
  );
  if (exitCode !== 0) throw new Error(`the second plan is not empty:\n${stdout}${stderr}`);
  return inWords({ create: 0, update: 0, delete: 0 });
};

const destroy = async (terraform: Terraform): Promise<string> => {
  const output = await terraform.run('destroy', '-auto-approve', '-input=false', '-no-color');
  return /(\d+) destroyed/.exec(output)?.[0] ?? 'nothing destroyed';
};

/** What Terraform said, on one line however it wrapped that. */
export const outputOf = ({ stdout, stderr }: Ran): string => `${stdout}${stderr}`.replace(/[\s│]+/g, ' ');

export const isProtected = (said: string, address: string): boolean =>
  said.includes(`Resource ${address} has lifecycle.prevent_destroy set`);

/**
 * Destroys all but what must survive.
 *
 * @param survivors the addresses of resources with `prevent_destroy`
 * @throws Error when Terraform would have destroyed one of those too
 */
export const destroyAllExcept = async (
  terraform: Terraform,
  survivors: readonly string[],
): Promise<string> => {
  if (survivors.length === 0) return destroy(terraform);
  const attempt = await terraform.attempt('destroy', '-auto-approve', '-input=false', '-no-color');
  const said = outputOf(attempt);
  // Terraform may stop at the first; the others are met when that one is out of its way.
  const met = survivors.filter((survivor) => isProtected(said, survivor));
  if (attempt.exitCode === 0 || met.length === 0) {
    throw new Error(
      `destroying everything was expected to be refused because of ${survivors.join(' and ')}:\n${said}`,
    );
  }
  await terraform.run('state', 'rm', ...met);
  const others = survivors.filter((survivor) => !met.includes(survivor));
  return `refused because of ${met.join(' and ')}; without it ${await destroyAllExcept(terraform, others)}`;
};
