import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VARIABLES, type VariableDefinition, type VariableName } from '../../stacks/variables';
import { describeWith, pathOf } from '../tools/tools';
import { stackOf } from './synthesise';

const { variable: declared } = stackOf({});
const definitions: [string, VariableDefinition][] = Object.entries(VARIABLES);

describe('the variables of the stack', () => {
  it('are those of the table, each with its type, default and description', () => {
    expect(Object.keys(declared).sort()).toEqual(Object.keys(VARIABLES).sort());
    for (const [name, { type, description, default: fallback }] of definitions) {
      expect([name, declared[name]]).toEqual([
        name,
        expect.objectContaining({
          type,
          description,
          nullable: false,
          ...(fallback !== undefined && { default: fallback }),
        }),
      ]);
    }
  });

  it('ask only for what nobody else can know', () => {
    expect(
      definitions.filter(([, { default: fallback }]) => fallback === undefined).map(([name]) => name),
    ).toEqual(['kosli_org_name', 'kosli_flow_name', 'ecs_exec_log_bucket_name']);
  });

  it('have no quotes in their descriptions and messages, which HCL synthesis does not escape', () => {
    for (const [, { description, validation }] of definitions) {
      expect([description, ...validation.map(({ message }) => message)].join()).not.toContain('"');
    }
  });
});

type Values = Partial<Record<VariableName, unknown>>;

const REQUIRED = {
  kosli_org_name: 'acme',
  kosli_flow_name: 'sessions',
  ecs_exec_log_bucket_name: 'exec-logs',
};

// Each test starts Terraform, some of them several times.
jest.setTimeout(60_000);

/** What Terraform says to these values: its errors, or nothing if it takes them. */
const refusalsOf = (values: Values): string => {
  const folder = mkdtempSync(join(tmpdir(), 'variables-'));
  try {
    // The variable blocks alone: Terraform checks them without any provider.
    writeFileSync(join(folder, 'main.tf.json'), JSON.stringify({ variable: declared }));
    writeFileSync(join(folder, 'given.tfvars.json'), JSON.stringify({ ...REQUIRED, ...values }));
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

const WRONG: readonly [VariableName, unknown, string][] = [
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
  [
    'cloudwatch_logs_retention_in_days',
    100,
    'cloudwatch_logs_retention_in_days is expected to be one of 0, 1, 3',
  ],
  ['alarm_sns_topic_arns', ['on-call'], 'alarm_sns_topic_arns is expected to be a list of SNS topic ARNs'],
  ['name_prefix', 'a-prefix-of-thirty-three-letters-x', 'name_prefix is expected to be 1 to 32 letters'],
];

const RIGHT: readonly Values[] = [
  {},
  {
    kosli_host: 'http://127.0.0.1:8080',
    ecs_exec_log_prefix: 'prod/eu/',
    trail_name_template: '{cluster}-{service}-{date}',
    alarm_sns_topic_arns: [
      'arn:aws:sns:eu-central-1:111122223333:on-call',
      'arn:aws:sns:eu-central-1:111122223333:b',
    ],
    kosli_api_token_ssm_parameter_name: '/kosli/api_token',
    cloudwatch_logs_retention_in_days: 0,
    identity_deadline_minutes: 1440,
    tags: { team: 'security' },
  },
  { kosli_host: 'http://[::1]:8080/', name_prefix: 'p'.repeat(32), trail_name_template: 'sessions' },
  { kosli_host: 'http://localhost' },
];

const STILL_WRONG: readonly Values[] = [
  { kosli_host: 'http://127.0.0.1.example.com', trail_name_template: '{principalId', name_prefix: '' },
  { kosli_host: 'https://', trail_name_template: '', name_prefix: '1st' },
  { kosli_host: 'ftp://app.kosli.com', trail_name_template: '{}', name_prefix: 'a_b' },
  { kosli_host: 'https://user@app.kosli.com', trail_name_template: '{principalid}', name_prefix: 'a.b' },
];

describeWith('terraform')('a value for a variable', () => {
  it('that is wrong is refused by name, with what was expected, and all of them at once', () => {
    const refusals = refusalsOf(Object.fromEntries(WRONG.map(([name, value]) => [name, value])));
    for (const [, , message] of WRONG) expect(refusals).toContain(message);
  });

  it('that is right is taken', () => {
    for (const values of RIGHT) expect([values, refusalsOf(values)]).toEqual([values, '']);
  });

  it('that is nearly right is refused', () => {
    for (const values of STILL_WRONG) {
      const refusals = refusalsOf(values);
      for (const name of Object.keys(values))
        expect([values, refusals]).toEqual([values, expect.stringContaining(`${name} is expected`)]);
    }
  });

  it('may not be null', () => {
    expect(refusalsOf({ trail_name_template: null })).toBe('');
    expect(refusalsOf({ kosli_org_name: null })).toContain('required variable');
  });
});

it('there is a wrong value tried for every variable that has a validation', () => {
  const validated = definitions.filter(([, { validation }]) => validation.length > 0).map(([name]) => name);
  expect(WRONG.map(([name]) => name).sort()).toEqual(validated.sort());
});
