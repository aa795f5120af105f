import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { moduleFolder } from '../../export/module/module-folder';
import { withReporter } from '../../export/module/with-reporter';
import { readSynthesised, type SynthesisedStack } from '../../export/synthesise';
import { writeFolder } from '../../export/write-folder';
import { CREDENTIALS } from '../../stand-ins/account';
import { PROJECT } from '../../stand-ins/terraform/synthesise';
import type { Deployment } from './deployment';
import type { Scenario } from './scenarios';
import { reporterIn } from './stack-root';
import { overrideCaller, overrideModule, overrideRoot } from './terraform/override';
import type { Terraform } from './terraform/terraform';
import { initAndValidate } from './terraform-steps';

const EXAMPLES = join(PROJECT, 'examples');

/** By the command and with the context in its own cdktf.json, as the cdktf command would do it. */
const synthesiseExample = (example: string, outdir: string): SynthesisedStack[] => {
  const folder = join(EXAMPLES, example);
  const { app, context } = JSON.parse(readFileSync(join(folder, 'cdktf.json'), 'utf8'));
  const { status, stderr } = spawnSync(app, {
    cwd: folder,
    shell: true,
    encoding: 'utf8',
    env: { ...process.env, CDKTF_OUTDIR: outdir, CDKTF_CONTEXT_JSON: JSON.stringify(context) },
  });
  if (status !== 0) throw new Error(`${app} failed in ${folder}:\n${stderr}`);
  return readSynthesised(outdir);
};

/** @throws Error when a value is refused, or belongs to no variable */
const planOnce = async (terraform: Terraform, ...how: readonly string[]): Promise<string> => {
  const said = await terraform.run('plan', '-input=false', '-no-color', ...how);
  if (said.includes('undeclared variable')) throw new Error(said);
  const [summary] = /Plan: .*/.exec(said) ?? [];
  if (summary === undefined) throw new Error(`a plan was expected, and Terraform said:\n${said}`);
  return summary;
};

// What the trail of an organization asks for; moto chooses the id of it.
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateOrganization.html
const createOrganization = async (awsUrl: string): Promise<void> => {
  const { ok, status } = await fetch(awsUrl, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AWSOrganizationsV20161128.CreateOrganization',
      authorization: `AWS4-HMAC-SHA256 Credential=${CREDENTIALS.accessKeyId}/20261121/us-east-1/organizations/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify({ FeatureSet: 'ALL' }),
  });
  if (!ok) throw new Error(`the organization was not created: ${status}`);
};

const planApp = async ({ report, sandbox, terraformIn }: Deployment, example: string, region: string) => {
  const stacks = await report.check(`${example}: synth`, async () =>
    synthesiseExample(example, join(sandbox.folder, example)),
  );
  for (const stack of stacks) {
    const terraform = terraformIn(stack.folder, region);
    await report.check(`${example}: ${stack.name}: init and validate`, () => {
      overrideRoot(stack.folder, reporterIn(stack));
      return initAndValidate(terraform);
    });
    const variables = join(EXAMPLES, example, `${stack.name}.tfvars`);
    await report.check(`${example}: ${stack.name}: plan`, () =>
      planOnce(terraform, `-var-file=${variables}`),
    );
  }
};

const planCaller = async ({ report, sandbox, terraformIn }: Deployment, example: string, region: string) => {
  const terraform = terraformIn(join(sandbox.folder, example), region);
  await report.check(`${example}: init and validate with the module of today`, async () => {
    cpSync(join(EXAMPLES, example, 'main.tf'), join(terraform.folder, 'main.tf'));
    const module = join(terraform.folder, 'modules', 'ecs-exec-evidence');
    withReporter({ evidenceReporter: {} }, (stack) => writeFolder(module, moduleFolder(stack)));
    overrideModule(module);
    overrideCaller(terraform.folder, ['frankfurt', 'virginia']);
    await initAndValidate(terraform);
  });
  await report.check(`${example}: plan`, () => planOnce(terraform));
};

/** Plans each example with the values it comes with: those of an application, and those that call the module. */
export const planExamples = async (deployment: Deployment, { regions }: Scenario): Promise<void> => {
  const { report, sandbox, terraformIn } = deployment;
  const [region = ''] = regions;
  await createOrganization(sandbox.awsUrl);
  await report.check('formatted', async () => {
    await terraformIn(EXAMPLES, region).run('fmt', '-check', '-diff', '-recursive', '-no-color');
  });
  for (const example of readdirSync(EXAMPLES)) {
    const plan = existsSync(join(EXAMPLES, example, 'cdktf.json')) ? planApp : planCaller;
    await plan(deployment, example, region);
  }
};
