import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HeadBucketCommand } from '@aws-sdk/client-s3';
import { GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import * as v from 'valibot';
import cdktfJson from '../../cdktf.json';
import { readSynthesised } from '../../export/synthesise';
import { PROJECT } from '../../stand-ins/terraform/synthesise';
import { differencesAt } from '../differences';
import type { AccountInRegion } from './account';
import type { Deployment } from './deployment';
import type { Scenario } from './scenarios';
import { reporterIn, type StackRoot, tryReporter, writeVariables } from './stack-root';
import { overrideRoot } from './terraform/override';
import type { Terraform } from './terraform/terraform';
import { isProtected, outputOf } from './terraform-steps';

/** What must survive, by stack. */
const SURVIVORS: Readonly<Record<string, readonly string[]>> = {
  cloudtrail: ['aws_s3_bucket.trail_bucket'],
  'evidence-reporter': ['aws_sqs_queue.dead_letters', 'aws_sqs_queue.transcripts'],
};
const STACKS = Object.keys(SURVIVORS);

// No registry is asked, and what was written beside the synthesised stacks stays there.
const WITHOUT_SYNTH = ['--skip-synth', '--skip-provider-lock'];

const Outputs = v.record(v.string(), v.record(v.string(), v.string()));
const Shown = v.record(v.string(), v.object({ value: v.string() }));

const valuesOf = (project: string, stack: string): string => join(project, `${stack}.tfvars.json`);

/** The project as a user has it: checked out, installed, with other options in its cdktf.json. */
const checkOut = (folder: string, options: Readonly<Record<string, unknown>>): void => {
  mkdirSync(folder);
  for (const name of [
    'main.ts',
    'package.json',
    'tsconfig.json',
    'THIRD-PARTY-NOTICES',
    'stacks',
    'lambda',
  ]) {
    cpSync(join(PROJECT, name), join(folder, name), { recursive: true });
  }
  symlinkSync(join(PROJECT, 'node_modules'), join(folder, 'node_modules'));
  const evidenceReporter = { ...cdktfJson.context.evidenceReporter, ...options };
  writeFileSync(join(folder, 'cdktf.json'), JSON.stringify({ ...cdktfJson, context: { evidenceReporter } }));
};

/** With the values in a file of the stack. Returns what Terraform says it would do. */
const diff = async (cdktf: Terraform, stack: string, values: string): Promise<string> => {
  const said = await cdktf.run('diff', stack, ...WITHOUT_SYNTH, '--no-color', '--var-file', values);
  const [plan] = /Plan: [1-9]\d* to add, 0 to change, 0 to destroy/.exec(said) ?? [];
  if (plan === undefined) throw new Error(`${stack} was expected to be all new, and cdktf said:\n${said}`);
  return plan;
};

/** @returns for each stack what Terraform says it did */
const deploy = async (cdktf: Terraform): Promise<string[]> => {
  const said = await cdktf.run('deploy', ...STACKS, ...WITHOUT_SYNTH, '--auto-approve', '--no-color');
  const done = said.match(/Apply complete! Resources: [^.]*/g) ?? [];
  if (done.length === STACKS.length) return done;
  throw new Error(`${STACKS.join(' and ')} were expected to be deployed, and cdktf said:\n${said}`);
};

const deployAgain = async (cdktf: Terraform): Promise<string> => {
  const done = await deploy(cdktf);
  const nothing = STACKS.map(() => 'Apply complete! Resources: 0 added, 0 changed, 0 destroyed');
  const differences = differencesAt('the second deployment', nothing, done);
  if (differences.length > 0) throw new Error(differences.join('\n'));
  return 'nothing to do';
};

/** The file has every output as Terraform keeps it, where the screen breaks them into lines. */
const checkOutputs = async (cdktf: Terraform, roots: readonly StackRoot[]): Promise<string> => {
  await cdktf.run('output', ...STACKS, ...WITHOUT_SYNTH, '--outputs-file', 'outputs.json');
  const outputs = v.parse(Outputs, JSON.parse(readFileSync(join(cdktf.folder, 'outputs.json'), 'utf8')));
  const kept: Record<string, Record<string, string>> = {};
  for (const { stack, terraform } of roots) {
    const shown = v.parse(Shown, await terraform.json('output', '-json'));
    kept[stack.name] = Object.fromEntries(Object.entries(shown).map(([name, { value }]) => [name, value]));
  }
  const differences = differencesAt('outputs.json', kept, outputs);
  const { redrive_command, queue_arn, dead_letter_queue_arn } = outputs['evidence-reporter'] ?? {};
  const whole = `--source-arn ${dead_letter_queue_arn} --destination-arn ${queue_arn}`;
  if (!redrive_command?.endsWith(whole)) differences.push(`redrive_command: ${redrive_command}`);
  const commands = Object.values(outputs).flatMap((own) =>
    Object.entries(own).filter(([name]) => name.endsWith('_command')),
  );
  for (const [name, command] of commands) {
    // One line; the one for the token asks for it first.
    if (!/^(\(.*\| )?aws \S.*$/.test(command)) differences.push(`${name}: ${command}`);
  }
  if (differences.length > 0) throw new Error(differences.join('\n'));
  return commands.map(([name]) => name).join(', ');
};

/**
 * Refused as a whole: nothing is destroyed, whatever is protected. cdktf ends before it has shown all that Terraform said, so
 * the reason is Terraform's own.
 */
const checkRefusal = async (cdktf: Terraform, { stack, terraform }: StackRoot): Promise<string> => {
  const before = await terraform.run('state', 'list');
  const ran = await cdktf.attempt('destroy', stack.name, ...WITHOUT_SYNTH, '--auto-approve', '--no-color');
  if (ran.exitCode === 0) throw new Error(`a refusal was expected, and cdktf said:\n${ran.stdout}`);
  const differences = differencesAt('state', before, await terraform.run('state', 'list'));
  if (differences.length > 0) throw new Error(differences.join('\n'));
  const values = `-var-file=${valuesOf(cdktf.folder, stack.name)}`;
  const said = outputOf(await terraform.attempt('plan', '-destroy', '-input=false', '-no-color', values));
  const met = (SURVIVORS[stack.name] ?? []).filter((survivor) => isProtected(said, survivor));
  if (met.length === 0) throw new Error(`a refusal was expected, and Terraform said:\n${said}`);
  return `because of ${met.join(' and ')}`;
};

const destroyOthers = async (cdktf: Terraform, roots: readonly StackRoot[]): Promise<string> => {
  for (const { stack, terraform } of roots) {
    await terraform.run('state', 'rm', ...(SURVIVORS[stack.name] ?? []));
  }
  const said = await cdktf.run('destroy', ...STACKS, ...WITHOUT_SYNTH, '--auto-approve', '--no-color');
  for (const { stack, terraform } of roots) {
    const left = await terraform.run('state', 'list');
    if (left !== '') throw new Error(`${stack.name} still has\n${left}\nand cdktf said:\n${said}`);
  }
  return (said.match(/\d+ destroyed/g) ?? []).join(', ');
};

/** @returns the names of what is still in the account */
const checkSurvivors = async ({ s3, sqs }: AccountInRegion): Promise<string> => {
  const Bucket = 'ecs-exec-evidence-trail-111122223333';
  const queues = ['ecs-exec-evidence-transcripts', 'ecs-exec-evidence-transcripts-dead-letters'];
  await s3.send(new HeadBucketCommand({ Bucket }));
  for (const QueueName of queues) await sqs.send(new GetQueueUrlCommand({ QueueName }));
  return [Bucket, ...queues].join(', ');
};

/** Deploys both stacks by the cdktf command, uses them, and takes down what may be taken down. */
export const deployWithCdktf = async (
  deployment: Deployment,
  { options, regions }: Scenario,
): Promise<void> => {
  const { report, sandbox, cdktfIn, terraformIn, variablesIn, accounts } = deployment;
  const [region = ''] = regions;
  const [account] = accounts;
  if (!account) throw new Error('the scenario names no region');
  const project = join(sandbox.folder, 'project');
  const cdktf = cdktfIn(project, region, variablesIn(region));
  await report.check('cdktf synth', async () => {
    checkOut(project, options);
    await cdktf.run('synth');
  });
  const roots = readSynthesised(join(project, 'cdktf.out')).map((stack) => {
    overrideRoot(stack.folder, reporterIn(stack), 'as synthesised');
    return { stack, region, terraform: terraformIn(stack.folder, region) };
  });
  for (const { stack } of roots) {
    await report.check(`cdktf diff ${stack.name}, with a file of values`, () => {
      writeVariables(project, stack, variablesIn(region), valuesOf('', stack.name));
      return diff(cdktfIn(project, region, {}), stack.name, valuesOf(project, stack.name));
    });
  }
  await report.check('cdktf deploy, with values in the environment', async () =>
    (await deploy(cdktf)).join(', '),
  );
  await report.check('cdktf deploy again', () => deployAgain(cdktf));
  for (const root of roots) await tryReporter(deployment, root);
  await report.check('cdktf output', () => checkOutputs(cdktf, roots));
  for (const root of roots) {
    await report.check(`cdktf destroy ${root.stack.name}: refused`, () => checkRefusal(cdktf, root));
  }
  await report.check('cdktf destroy, except what must stay', () => destroyOthers(cdktf, roots));
  await report.check('what must stay is still there', () => checkSurvivors(account));
};
