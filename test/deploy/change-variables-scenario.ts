import { join } from 'node:path';
import { differencesAt } from '../differences';
import type { Deployment } from './deployment';
import type { Scenario } from './scenarios';
import { prepareRoot, type StackRoot, writeVariables } from './stack-root';
import { synthesiseStacks } from './synthesise-stacks';
import { changesIn, differencesBetween } from './terraform/plan';
import {
  checkSecondPlan,
  destroyAllExcept,
  initAndValidate,
  isProtected,
  makePlan,
  outputOf,
  planAndApply,
} from './terraform-steps';

const KEY = 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const QUEUES = ['aws_sqs_queue.dead_letters', 'aws_sqs_queue.transcripts'];
const POLICY = 'aws_iam_role_policy.reporter_policy';
const FUNCTION = 'aws_lambda_function.reporter';
const ALARMS = [
  'dead_lettered',
  'function_errors',
  'function_throttles',
  'oldest_message',
  'reports_failed',
  'sessions_unattributed',
].map((name) => `aws_cloudwatch_metric_alarm.${name}`);

const updates = (...addresses: readonly string[]) => addresses.map((address) => `${address} update`);

/** A variable, a value other than its default, and everything that may change with it. */
const CHANGES: readonly (readonly [name: string, value: unknown, changes: readonly string[]])[] = [
  ['ecs_cluster_names', ['production'], updates(POLICY)],
  ['kms_key_arns', [KEY], updates(POLICY)],
  ['encryption_kms_key_arn', KEY, updates('aws_cloudwatch_log_group.reporter_log', POLICY, ...QUEUES)],
  [
    'permissions_boundary_arn',
    'arn:aws:iam::111122223333:policy/boundary',
    updates('aws_iam_role.reporter_role'),
  ],
  ['lambda_memory_mb', 1024, updates(FUNCTION)],
  ['lambda_timeout_seconds', 120, updates(FUNCTION, 'aws_sqs_queue.transcripts')],
  ['lambda_maximum_concurrency', 5, updates('aws_lambda_event_source_mapping.transcripts_to_reporter')],
  ['cloudwatch_logs_retention_in_days', 30, updates('aws_cloudwatch_log_group.reporter_log')],
  ['alarm_sns_topic_arns', ['arn:aws:sns:eu-central-1:111122223333:on-call'], updates(...ALARMS)],
  ['identity_deadline_minutes', 90, updates('aws_cloudwatch_metric_alarm.oldest_message', FUNCTION)],
  ['trail_name_template', '{sessionId}', updates(FUNCTION)],
  ['transcript_grace_minutes', 240, updates(FUNCTION)],
  ['transcript_attachment', 'reference', updates(FUNCTION)],
  ['preview_characters', 0, updates(FUNCTION)],
  [
    'ecs_exec_log_prefix',
    'production/',
    updates(POLICY, FUNCTION, 'aws_s3_bucket_notification.transcript_notification'),
  ],
  ['kosli_api_token_ssm_parameter_name', '/kosli/api_token', updates(POLICY, FUNCTION)],
  ['allowed_account_ids', ['111122223333'], []],
  ['assume_role_arn', 'arn:aws:iam::111122223333:role/deploy', []],
];

/** What one team and another say of their deployments; no value of one is part of anything else. */
const TEAM = (team: string): Readonly<Record<string, unknown>> => ({
  kosli_org_name: `org-of-${team}`,
  kosli_flow_name: `flow-of-${team}`,
  ecs_exec_log_bucket_name: `transcripts-of-${team}`,
  name_prefix: `evidence-of-${team}`,
  ecs_cluster_names: [`cluster-of-${team}`],
  permissions_boundary_arn: `arn:aws:iam::111122223333:policy/boundary-of-${team}`,
  role_path: `/path-of-${team}/`,
  tags: { team: `tag-of-${team}` },
});

// The id of a policy document is a hash of what is in it.
const withoutHashes = (plan: unknown): unknown =>
  JSON.parse(JSON.stringify(plan).replace(/"id":"\d+"/g, '"id":"hash"'));

/** The same output with two variable files. */
const checkTwoFiles = async ({ stack, terraform }: StackRoot): Promise<string> => {
  const planOf = async (team: string): Promise<unknown> => {
    writeVariables(terraform.folder, stack, TEAM(team), `${team}.tfvars.json`);
    return makePlan(terraform, `-var-file=${team}.tfvars.json`);
  };
  const [red, blue] = [await planOf('red'), await planOf('blue')];
  const apart = differencesBetween(red, blue);
  if (apart.length === 0) throw new Error('two variable files with other values gave one plan');
  const renamed = JSON.parse(JSON.stringify(blue).replaceAll('-of-blue', '-of-red'));
  const others = differencesBetween(withoutHashes(red), withoutHashes(renamed));
  if (others.length > 0) throw new Error(others.join('\n'));
  return `${apart.length} differences, all of them those values`;
};

const checkOne = async (
  { stack, terraform }: StackRoot,
  [name, value, expected]: (typeof CHANGES)[number],
): Promise<string> => {
  writeVariables(terraform.folder, stack, { [name]: value }, 'one.tfvars.json');
  const changes = changesIn(await makePlan(terraform, '-refresh=false', '-var-file=one.tfvars.json'));
  const differences = differencesAt(name, [...expected].sort(), changes);
  if (differences.length > 0) throw new Error(differences.join('\n'));
  return changes.length === 0 ? 'nothing' : changes.join(', ');
};

const refusalOf = async (
  { stack, terraform }: StackRoot,
  values: Readonly<Record<string, unknown>>,
): Promise<string> => {
  writeVariables(terraform.folder, stack, values, 'refused.tfvars.json');
  const command = ['plan', '-input=false', '-no-color', '-var-file=refused.tfvars.json'];
  const ran = await terraform.attempt(...command);
  if (ran.exitCode === 0) throw new Error(`${JSON.stringify(values)} was expected to be refused`);
  return outputOf(ran);
};

/** Deploys a reporter, sets its variables one after the other and all at once, and takes it all back. */
export const changeVariables = async (
  deployment: Deployment,
  { options, regions }: Scenario,
): Promise<void> => {
  const { report, sandbox } = deployment;
  const [region = ''] = regions;
  const [stack] = await report.check('synth', () =>
    synthesiseStacks(join(sandbox.folder, 'synthesised'), options),
  );
  if (!stack) throw new Error('nothing was synthesised');
  const root = prepareRoot(deployment, stack, region);
  const { terraform } = root;
  await report.check('init and validate', () => initAndValidate(terraform));
  await report.check('two variable files give two plans that differ in their values only', () =>
    checkTwoFiles(root),
  );
  await report.check('apply', () => planAndApply(terraform));
  for (const change of CHANGES) {
    await report.check(`${change[0]} changes what it is about`, () => checkOne(root, change));
  }
  await report.check('another name_prefix is refused, since it would replace the queues', async () => {
    const said = await refusalOf(root, { name_prefix: 'other' });
    // Terraform stops at the first; destroying meets the second.
    if (!isProtected(said, 'aws_sqs_queue.dead_letters')) throw new Error(said);
  });
  await report.check('another account than those allowed is refused', async () => {
    const said = await refusalOf(root, { allowed_account_ids: ['444455556666'] });
    if (!said.includes('AWS account ID not allowed')) throw new Error(said);
  });
  const all = Object.fromEntries(CHANGES.map(([name, value]) => [name, value]));
  writeVariables(terraform.folder, stack, all, 'all.tfvars.json');
  await report.check('all of them: apply', () => planAndApply(terraform, '-var-file=all.tfvars.json'));
  await report.check('all of them: second plan', () =>
    checkSecondPlan(terraform, '-var-file=all.tfvars.json'),
  );
  await report.check('none of them again: apply', () => planAndApply(terraform));
  await report.check('none of them again: second plan', () => checkSecondPlan(terraform));
  await report.check('destroy', () => destroyAllExcept(terraform, QUEUES));
};
