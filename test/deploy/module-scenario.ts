import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { moduleFolder } from '../../export/module/module-folder';
import { withReporter } from '../../export/module/with-reporter';
import { writeFolder } from '../../export/write-folder';
import { KOSLI, TOKEN_PARAMETER } from '../../stand-ins/stage';
import type { Deployment } from './deployment';
import type { Scenario } from './scenarios';
import { deployedReporter } from './terraform/deployed';
import { overrideModule } from './terraform/override';
import { checkTags } from './terraform/plan';
import { applyPlan, checkSecondPlan, destroyAllExcept, initAndValidate, makePlan } from './terraform-steps';

/** The root of a user of the module: its inputs, its provider, its state. */
const caller = (bucket: string, kosliHost: string): string => `
provider "aws" {
  s3_use_path_style = true
}

module "ecs_exec_evidence" {
  source = "./modules/ecs-exec-evidence"

  kosli_org_name                     = "${KOSLI.org}"
  kosli_flow_name                    = "${KOSLI.flow}"
  kosli_host                         = "${kosliHost}"
  kosli_api_token_ssm_parameter_name = "${TOKEN_PARAMETER}"
  ecs_exec_log_bucket_name           = "${bucket}"
  cloudwatch_logs_retention_in_days  = 7
  tags                               = { team = "audit" }
}

output "queue_url" {
  value = module.ecs_exec_evidence.queue_url
}
`;

/** Deploys the exported module from another root, and has a session reported by it. */
export const deployModule = async (deployment: Deployment, { options }: Scenario): Promise<void> => {
  const { report, sandbox, accounts, terraformIn, reportIn } = deployment;
  const [account] = accounts;
  if (!account) throw new Error('the scenario names no region');
  const { region, bucket } = account;
  const root = terraformIn(join(sandbox.folder, 'root'), region);
  const module = join(root.folder, 'modules', 'ecs-exec-evidence');
  await report.check('module: exported and formatted', async () => {
    withReporter({ evidenceReporter: options }, (stack) => writeFolder(module, moduleFolder(stack)));
    writeFileSync(join(root.folder, 'main.tf'), caller(bucket, sandbox.kosli.url));
    await root.run('fmt', '-check', '-diff', '-no-color', 'modules/ecs-exec-evidence');
    overrideModule(module);
  });
  await report.check('module: init and validate from its caller', () => initAndValidate(root));
  const plan = await report.check('module: plan', async () => makePlan(root));
  await report.check('module: apply', () => applyPlan(root, plan));
  await report.check('module: second plan', () => checkSecondPlan(root));
  await report.check('module: the tags are on everything that takes tags', async () => {
    const tagged = checkTags(plan, { team: 'audit' });
    return `${tagged} resources`;
  });
  await reportIn(region, deployedReporter(await root.json('show', '-json')), join(module, 'reporter.zip'));
  const queues = ['transcripts', 'dead_letters'].map(
    (name) => `module.ecs_exec_evidence.aws_sqs_queue.${name}`,
  );
  await report.check('module: destroy', () => destroyAllExcept(root, queues));
};
