import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Deployment } from './deployment';
import type { Scenario } from './scenarios';
import { prepareRoot, type StackRoot, tryReporter } from './stack-root';
import { synthesiseStacks } from './synthesise-stacks';
import { checkSecondPlan, destroyAllExcept, initAndValidate, planAndApply } from './terraform-steps';

const QUEUES = ['aws_sqs_queue.dead_letters', 'aws_sqs_queue.transcripts'];
const STATE = 'terraform.tfstate';

/** Adds a region to a deployment that has one: its state is moved to where it is looked for now, and nothing is replaced. */
export const addRegion = async (deployment: Deployment, { options, regions }: Scenario): Promise<void> => {
  const { report, sandbox } = deployment;
  const [home = '', second = ''] = regions;
  const rootsOf = async (name: string, synthesisOptions: object): Promise<StackRoot[]> => {
    const stacks = await synthesiseStacks(join(sandbox.folder, name), synthesisOptions);
    return stacks.map((stack) => prepareRoot(deployment, stack, stack.name.endsWith(second) ? second : home));
  };

  const [only] = await report.check('one region: synth', () => rootsOf('one', options));
  if (!only) throw new Error('nothing was synthesised');
  await report.check('one region: init and validate', () => initAndValidate(only.terraform));
  await report.check('one region: apply', () => planAndApply(only.terraform));

  const [old, added] = await report.check('two regions: synth', async () =>
    rootsOf('two', { ...options, regions }),
  );
  if (!old || !added) throw new Error('two stacks were expected');
  await report.check('two regions: init and validate', async () => {
    await initAndValidate(old.terraform);
    await initAndValidate(added.terraform);
  });
  await report.check(`${old.stack.name}: with the state that was there, nothing changes`, () => {
    copyFileSync(join(only.terraform.folder, STATE), join(old.terraform.folder, STATE));
    return checkSecondPlan(old.terraform);
  });
  await report.check(`${added.stack.name}: apply`, () => planAndApply(added.terraform));
  await tryReporter(deployment, old);
  await tryReporter(deployment, added);
  await report.check(`${old.stack.name}: destroy`, () => destroyAllExcept(old.terraform, QUEUES));
  await report.check(`${added.stack.name}: destroy`, () => destroyAllExcept(added.terraform, QUEUES));
};
