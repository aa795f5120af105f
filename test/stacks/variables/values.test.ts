import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { VariableDefinition } from '../../../stacks/variables';
import {
  CLOUDTRAIL_VARIABLES,
  EXISTING_CLOUDTRAIL_VARIABLES,
  PROVIDER_VARIABLES,
  VARIABLES,
  VPC_VARIABLES,
} from '../../../stacks/variables';
import { describeWith, pathOf } from '../../tools/tools';
import { stackOf } from '../synthesise';

const KEY = 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const REPORTER = stackOf({ existingCloudTrail: true, vpc: true }).variable;
const CLOUDTRAIL = stackOf({ cloudTrail: true }, 'cloudtrail').variable;

type Values = Readonly<Record<string, unknown>>;

const REQUIRED: Values = {
  kosli_org_name: 'acme',
  kosli_flow_name: 'sessions',
  ecs_exec_log_bucket_name: 'exec-logs',
  cloudtrail_bucket_name: 'org-trail',
  vpc_subnet_ids: ['subnet-0a1b2c3d'],
  vpc_security_group_ids: ['sg-0a1b2c3d'],
};

/** Terraform's errors for these values; empty if it accepts them. */
const refusalsOf = (values: Values, variable: object = REPORTER): string => {
  const folder = mkdtempSync(join(tmpdir(), 'variables-'));
  try {
    // The variable blocks alone: Terraform checks them without any provider.
    writeFileSync(join(folder, 'main.tf.json'), JSON.stringify({ variable }));
    const given = variable === REPORTER ? { ...REQUIRED, ...values } : values;
    writeFileSync(join(folder, 'given.tfvars.json'), JSON.stringify(given));
    const { status, stdout, stderr } = spawnSync(
      pathOf('terraform'),
      ['plan', '-no-color', '-input=false', '-lock=false', '-var-file=given.tfvars.json'],
      { cwd: folder, encoding: 'utf8', env: { ...process.env, CHECKPOINT_DISABLE: '1' } },
    );
    // Terraform wraps its messages to the width of a terminal.
    return status === 0 ? '' : `${stdout}${stderr}`.replace(/[\s│]+/g, ' ');
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const valuesOf = (wrong: readonly Wrong[]): Values =>
  Object.fromEntries(wrong.map(([name, value]) => [name, value]));

type Wrong = readonly [name: string, value: unknown, message: string];

/** For the reporter in a VPC, with an existing CloudTrail trail. */
const WRONG: readonly Wrong[] = [
  ['kosli_org_name', 'Acme Inc', 'kosli_org_name is expected to be the name of a Kosli organization'],
  ['kosli_flow_name', '-flow', 'kosli_flow_name is expected to be the name of a Kosli flow'],
  [
    'ecs_exec_log_bucket_name',
    'arn:aws:s3:::exec-logs',
    'ecs_exec_log_bucket_name is expected to be the name of an S3 bucket',
  ],
  [
    'kosli_api_token_ssm_parameter_name',
    'kosli*',
    'kosli_api_token_ssm_parameter_name is expected to be the name of a parameter',
  ],
  ['kosli_host', 'http://app.kosli.com', 'kosli_host is expected to be an https address'],
  [
    'ecs_exec_log_prefix',
    '/prod',
    'ecs_exec_log_prefix is expected to be the beginning of the transcript keys',
  ],
  [
    'trail_name_template',
    '{principal}',
    'trail_name_template is expected to be a name with no tokens but {principalId}',
  ],
  [
    'identity_deadline_minutes',
    4,
    'identity_deadline_minutes is expected to be a whole number of minutes from 5 to 1440',
  ],
  ['transcript_grace_minutes', 15.5, 'transcript_grace_minutes is expected to be a whole number of minutes'],
  ['transcript_attachment', 'none', 'transcript_attachment is expected to be attach or reference'],
  ['preview_characters', 4001, 'preview_characters is expected to be a whole number of characters from 0'],
  [
    'cloudwatch_logs_retention_in_days',
    100,
    'cloudwatch_logs_retention_in_days is expected to be one of 0, 1, 3',
  ],
  ['alarm_sns_topic_arns', ['on-call'], 'alarm_sns_topic_arns is expected to be a list of SNS topic ARNs'],
  ['name_prefix', 'a-prefix-of-thirty-three-letters-x', 'name_prefix is expected to be 1 to 32 letters'],
  ['ecs_cluster_names', ['a/b'], 'ecs_cluster_names is expected to be a list of names of ECS clusters'],
  ['kms_key_arns', [KEY, 'alias/x'], 'kms_key_arns is expected to be a list of ARNs of KMS keys'],
  ['encryption_kms_key_arn', 'alias/x', 'encryption_kms_key_arn is expected to be the ARN of a KMS key'],
  [
    'permissions_boundary_arn',
    'boundary',
    'permissions_boundary_arn is expected to be the ARN of an IAM policy',
  ],
  ['role_path', 'platform', 'role_path is expected to be an IAM path that begins and ends with a slash'],
  ['lambda_memory_mb', 128, 'lambda_memory_mb is expected to be a whole number of MB from 256 to 10240'],
  [
    'lambda_timeout_seconds',
    901,
    'lambda_timeout_seconds is expected to be a whole number of seconds from 60 to 900',
  ],
  [
    'lambda_maximum_concurrency',
    1,
    'lambda_maximum_concurrency is expected to be a whole number from 2 to 1000',
  ],
  ['vpc_subnet_ids', ['10.0.0.0/24'], 'vpc_subnet_ids is expected to be a list of at least one subnet id'],
  [
    'vpc_security_group_ids',
    [],
    'vpc_security_group_ids is expected to be a list of at least one security group id',
  ],
  [
    'cloudtrail_bucket_name',
    's3://org-trail',
    'cloudtrail_bucket_name is expected to be the name of an S3 bucket',
  ],
  [
    'cloudtrail_prefix',
    '/audit/',
    'cloudtrail_prefix is expected to be the log file prefix of the CloudTrail trail',
  ],
  [
    'cloudtrail_organization_id',
    'acme',
    'cloudtrail_organization_id is expected to be the id of an AWS organization',
  ],
  ['allowed_account_ids', ['123'], 'allowed_account_ids is expected to be a list of AWS account ids'],
  ['assume_role_arn', 'deploy', 'assume_role_arn is expected to be the ARN of an IAM role'],
];

/** For the stack cloudtrail. */
const WRONG_FOR_CLOUDTRAIL: readonly Wrong[] = [
  ['cloudtrail_bucket_name', 'Logs', 'cloudtrail_bucket_name is expected to be the name of an S3 bucket'],
  ['cloudtrail_name', 'a b', 'cloudtrail_name is expected to be the name of a CloudTrail trail'],
  [
    'cloudtrail_organization_id',
    'acme',
    'cloudtrail_organization_id is expected to be the id of an AWS organization',
  ],
  [
    'cloudtrail_retention_days',
    30,
    'cloudtrail_retention_days is expected to be a whole number of days from 90 to 3653',
  ],
  ['cloudtrail_kms_key_arn', 'alias/trail', 'cloudtrail_kms_key_arn is expected to be the ARN of a KMS key'],
  [
    'cloudtrail_reader_account_ids',
    ['me'],
    'cloudtrail_reader_account_ids is expected to be a list of AWS account ids',
  ],
  [
    'cloudtrail_access_log_bucket_name',
    'x',
    'cloudtrail_access_log_bucket_name is expected to be the name of an S3 bucket',
  ],
  [
    'cloudtrail_object_lock_days',
    0.5,
    'cloudtrail_object_lock_days is expected to be a whole number of days',
  ],
  ['allowed_account_ids', ['123'], 'allowed_account_ids is expected to be a list of AWS account ids'],
  ['assume_role_arn', 'deploy', 'assume_role_arn is expected to be the ARN of an IAM role'],
];

// ECS Exec and S3 would accept each of these, and no session would ever be reported.
const PREFIXES_THAT_NEVER_MATCH: readonly [string, string][] = [
  ['/prod', 'ECS Exec cleans s3KeyPrefix like a path'],
  ['prod//', 'ECS Exec cleans s3KeyPrefix like a path'],
  ['a//b/', 'ECS Exec cleans s3KeyPrefix like a path'],
  ['../x', 'ECS Exec resolves them as in a path'],
  ['./x', 'ECS Exec resolves them as in a path'],
  ['a/../b', 'ECS Exec resolves them as in a path'],
  ['a/.', 'ECS Exec resolves them as in a path'],
  ['year=2026/', 'S3 compares other characters in encoded form'],
  ['prod exec/', 'S3 compares other characters in encoded form'],
  ['prod+exec/', 'S3 compares other characters in encoded form'],
  ["it's/", 'S3 compares other characters in encoded form'],
  ['prod*', 'S3 compares other characters in encoded form'],
];

const RIGHT: readonly Values[] = [
  {},
  {
    kosli_host: 'http://127.0.0.1:8080',
    ecs_exec_log_prefix: 'prod/eu.west-1/..._/',
    trail_name_template: '{cluster}-{service}-{date}',
    alarm_sns_topic_arns: [
      'arn:aws:sns:eu-central-1:111122223333:on-call',
      'arn:aws:sns:eu-central-1:111122223333:b',
    ],
    kosli_api_token_ssm_parameter_name: '/kosli/api_token',
    cloudwatch_logs_retention_in_days: 0,
    identity_deadline_minutes: 1440,
    transcript_attachment: 'reference',
    preview_characters: 0,
    tags: { team: 'security' },
  },
  { kosli_host: 'http://[::1]:8080/', name_prefix: 'p'.repeat(32), trail_name_template: 'sessions' },
  { kosli_host: 'http://localhost', ecs_exec_log_prefix: '.hidden' },
  {
    ecs_cluster_names: ['prod', 'prod_2'],
    kms_key_arns: [KEY],
    encryption_kms_key_arn: KEY.replace('1234abcd-12ab-34cd-56ef-1234567890ab', `mrk-${'0'.repeat(32)}`),
    permissions_boundary_arn: 'arn:aws-us-gov:iam::111122223333:policy/team/boundary',
    role_path: '/platform/security/',
    lambda_memory_mb: 10_240,
    lambda_timeout_seconds: 900,
    lambda_maximum_concurrency: 1000,
    cloudtrail_prefix: 'a/b',
    cloudtrail_organization_id: 'o-a1b2c3d4e5',
    allowed_account_ids: ['111122223333'],
    assume_role_arn: 'arn:aws:iam::111122223333:role/ci/deploy',
  },
];

const STILL_WRONG: readonly Values[] = [
  { kosli_host: 'http://127.0.0.1.example.com', trail_name_template: '{principalId', name_prefix: '' },
  { kosli_host: 'https://', trail_name_template: '', name_prefix: '1st' },
  { kosli_host: 'ftp://app.kosli.com', trail_name_template: '{}', name_prefix: 'a_b' },
  { kosli_host: 'https://user@app.kosli.com', trail_name_template: '{principalid}', name_prefix: 'a.b' },
];

describeWith('terraform')('a value for a variable', () => {
  it('that is wrong is refused by name, with what was expected, and together with all others', () => {
    const refusals = refusalsOf(valuesOf(WRONG));
    for (const [, , message] of WRONG) expect(refusals).toContain(message);
    const ofCloudTrail = refusalsOf(valuesOf(WRONG_FOR_CLOUDTRAIL), CLOUDTRAIL);
    for (const [, , message] of WRONG_FOR_CLOUDTRAIL) expect(ofCloudTrail).toContain(message);
  }, 60_000);

  it('that is valid is accepted', () => {
    for (const values of RIGHT) expect([values, refusalsOf(values)]).toEqual([values, '']);
    expect(refusalsOf({}, CLOUDTRAIL)).toBe('');
  }, 60_000);

  it('that is nearly right is refused', () => {
    for (const values of STILL_WRONG) {
      const refusals = refusalsOf(values);
      for (const name of Object.keys(values))
        expect([values, refusals]).toEqual([values, expect.stringContaining(`${name} is expected`)]);
    }
  }, 60_000);

  it.each(PREFIXES_THAT_NEVER_MATCH)(
    'that no transcript key ever begins with is refused: %s',
    (prefix, reason) => {
      const refusals = refusalsOf({ ecs_exec_log_prefix: prefix });
      expect(refusals).toContain(reason);
      expect(refusals).toContain('no session would be reported');
    },
    60_000,
  );

  it('may be null only where that means something', () => {
    expect(refusalsOf({ trail_name_template: null })).toBe('');
    expect(refusalsOf({ kosli_org_name: null })).toContain('required variable');
    expect(refusalsOf({ encryption_kms_key_arn: null, assume_role_arn: null })).toBe('');
    expect(refusalsOf({ cloudtrail_bucket_name: null, cloudtrail_kms_key_arn: null }, CLOUDTRAIL)).toBe('');
  }, 60_000);
});

it.each<[string, readonly Wrong[], Readonly<Record<string, VariableDefinition>>]>([
  [
    'evidence-reporter',
    WRONG,
    { ...VARIABLES, ...PROVIDER_VARIABLES, ...VPC_VARIABLES, ...EXISTING_CLOUDTRAIL_VARIABLES },
  ],
  ['cloudtrail', WRONG_FOR_CLOUDTRAIL, { ...CLOUDTRAIL_VARIABLES, ...PROVIDER_VARIABLES }],
])('a wrong value is tried for every variable of %s that has a validation', (_, wrong, all) => {
  const validated = Object.keys(all).filter((name) => (all[name]?.validation.length ?? 0) > 0);
  expect(wrong.map(([name]) => name).sort()).toEqual(validated.sort());
});
