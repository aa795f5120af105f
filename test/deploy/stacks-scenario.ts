import { join } from 'node:path';
import { HeadBucketCommand } from '@aws-sdk/client-s3';
import { rootFolder } from '../../export/root-folder';
import type { SynthesisedStack } from '../../export/synthesise';
import { writeFolder } from '../../export/write-folder';
import type { Deployment } from './deployment';
import type { Scenario } from './scenarios';
import { prepareRoot, reporterIn, type StackRoot, tryReporter, writeVariables } from './stack-root';
import { synthesiseStacks } from './synthesise-stacks';
import { overrideRoot } from './terraform/override';
import { checkTags, differencesBetween } from './terraform/plan';
import { applyPlan, checkSecondPlan, destroyAllExcept, initAndValidate, makePlan } from './terraform-steps';

const CLOUDTRAIL_BUCKET = 'aws_s3_bucket.trail_bucket';
const QUEUES = ['aws_sqs_queue.transcripts', 'aws_sqs_queue.dead_letters'];

/** The plan of a stack, which its HCL has to share in every attribute. */
const planBothWays = async (deployment: Deployment, root: StackRoot): Promise<unknown> => {
  const { report, terraformIn, variablesIn, sandbox } = deployment;
  const { stack, region, terraform } = root;
  await report.check(`${stack.name}: init and validate`, () => initAndValidate(terraform));
  const plan = await report.check(`${stack.name}: plan`, async () => makePlan(terraform));
  const hcl = terraformIn(join(sandbox.folder, 'hcl', stack.name), region);
  await report.check(`${stack.name}: the HCL is formatted and valid`, async () => {
    writeFolder(hcl.folder, rootFolder(stack));
    await hcl.run('fmt', '-check', '-diff', '-no-color');
    overrideRoot(hcl.folder, reporterIn(stack));
    writeVariables(hcl.folder, stack, variablesIn(region));
    await initAndValidate(hcl);
  });
  await report.check(`${stack.name}: the plan of the HCL is the plan of the JSON`, async () => {
    const differences = differencesBetween(plan, await makePlan(hcl));
    if (differences.length > 0) throw new Error(differences.join('\n'));
  });
  return plan;
};

const destroyStack = async (
  { report, accounts }: Deployment,
  { stack, terraform }: StackRoot,
): Promise<void> => {
  if (reporterIn(stack)) {
    await report.check(`${stack.name}: destroy`, () => destroyAllExcept(terraform, QUEUES));
    return;
  }
  await report.check(`${stack.name}: destroy`, () => destroyAllExcept(terraform, [CLOUDTRAIL_BUCKET]));
  await report.check(`${stack.name}: the evidence is still there`, async () => {
    const [account] = accounts;
    const Bucket = `ecs-exec-evidence-trail-111122223333`;
    await account?.s3.send(new HeadBucketCommand({ Bucket }));
    return Bucket;
  });
};

const deployStack = async (
  deployment: Deployment,
  stack: SynthesisedStack,
  region: string,
): Promise<StackRoot> => {
  const { report } = deployment;
  const root = prepareRoot(deployment, stack, region);
  const plan = await planBothWays(deployment, root);
  await report.check(`${stack.name}: the tags are on everything that takes tags`, async () => {
    const tagged = checkTags(plan, { team: 'audit' });
    return `${tagged} resources`;
  });
  await report.check(`${stack.name}: apply`, () => applyPlan(root.terraform, plan));
  await report.check(`${stack.name}: second plan`, () => checkSecondPlan(root.terraform));
  return root;
};

// Side by side; one that fails does not leave the others without their AWS.
const forEach = async <From, To>(all: readonly From[], run: (one: From) => Promise<To>): Promise<To[]> => {
  const settled = await Promise.allSettled(all.map(run));
  const failures = settled.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
  if (failures.length > 0) throw failures[0];
  return settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
};

/** Deploys what is synthesised, has a session reported in each region, and takes it all down again. */
export const deployStacks = async (deployment: Deployment, { options, regions }: Scenario): Promise<void> => {
  const { report, sandbox } = deployment;
  const [home = ''] = regions;
  const stacks = await report.check('synth', () =>
    synthesiseStacks(join(sandbox.folder, 'synthesised'), options),
  );
  const roots = await forEach(stacks, (stack) =>
    deployStack(deployment, stack, regions.find((region) => stack.name.endsWith(region)) ?? home),
  );
  for (const root of roots) await tryReporter(deployment, root);
  await forEach(roots, (root) => destroyStack(deployment, root));
};
