import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { App, TerraformElement, TerraformStack, Testing } from 'cdktf';
import { Construct } from 'constructs';
import { EvidenceReporter, type EvidenceReporterProps } from '../../stacks';
import { type SynthesisedStack, stackOf } from './synthesise';

const VALUES = {
  kosli_org_name: 'acme',
  kosli_flow_name: 'exec-sessions',
  ecs_exec_log_bucket_name: 'acme-exec-logs',
} as const;
const VPC_VALUES = {
  vpc_subnet_ids: ['subnet-1'],
  vpc_security_group_ids: ['sg-1'],
};

/** A stack of somebody else, with its own provider, and what `build` puts into it; `read` reads what Terraform gets of it. */
const foreignStack = (
  build: (stack: TerraformStack) => void,
  read: (written: string, stack: TerraformStack) => string = (written) => written,
): SynthesisedStack => {
  const stack = new TerraformStack(Testing.stubVersion(new App({ stackTraces: false })), 'platform');
  new AwsProvider(stack, 'aws', { region: 'eu-central-1' });
  build(stack);
  return JSON.parse(read(Testing.synth(stack), stack), (key, value) => (key === '//' ? undefined : value));
};

/** Its elements by the names they have in the project's own stack. */
const renamed = (written: string, stack: TerraformStack): string =>
  stack.node
    .findAll()
    .filter((element) => TerraformElement.isTerraformElement(element))
    .reduce(
      (text, { friendlyUniqueId, node }) =>
        text.replaceAll(new RegExp(`\\b${friendlyUniqueId}\\b`, 'g'), node.id),
      written,
    );

const withReporter = (props: Omit<EvidenceReporterProps, 'values'> & { values?: object } = {}) =>
  foreignStack((stack) => {
    new EvidenceReporter(stack, 'evidence', {
      ...props,
      values: { ...VALUES, ...props.values },
    });
  }, renamed);

/** What has no meaning outside its own folder. */
const withoutAsset = (text: string) => text.replaceAll(/assets\/[^"/]+\/[0-9A-F]+\//g, 'assets/');

/** With locals in place of variables. */
const withLocals = (value: unknown): unknown =>
  JSON.parse(withoutAsset(JSON.stringify(value)).replaceAll(/\bvar\.(\w)/g, 'local.$1'));

describe('EvidenceReporter in the stack of somebody else', () => {
  it.each<[string, object, object]>([
    ['the defaults', {}, {}],
    ['a VPC and a secret', { vpc: true, tokenSource: 'secrets-manager' }, VPC_VALUES],
    [
      'an existing CloudTrail trail and EventBridge',
      { existingCloudTrail: true, trigger: 'eventbridge' },
      { cloudtrail_bucket_name: 'org-trail' },
    ],
  ])('is what the stack evidence-reporter is, with %s', (_, options, values) => {
    const { resource, data } = withReporter({ options, values });
    const own = {
      resource: stackOf(options).resource,
      data: stackOf(options).data,
    };
    const reporter = resource.aws_lambda_function?.reporter;
    expect(reporter?.lifecycle).toHaveProperty('precondition');
    delete reporter?.lifecycle;
    expect(JSON.parse(withoutAsset(JSON.stringify({ resource, data })))).toEqual(withLocals(own));
  });

  it('keeps the names of its resources in Terraform, by which alone Terraform knows them', () => {
    const { resource } = foreignStack((stack) => {
      new EvidenceReporter(stack, 'evidence', { values: VALUES });
    });
    expect(
      Object.entries(resource).map(([type, named]) => [type, ...Object.keys(named)]),
    ).toMatchInlineSnapshot(`
      [
        [
          "aws_cloudwatch_dashboard",
          "evidence_overview_dashboard_B80F8CBC",
        ],
        [
          "aws_cloudwatch_event_rule",
          "evidence_reconcile_daily_rule_reconcile_daily_C0AFEC2C",
          "evidence_reconcile_rule_reconcile_41F87BC4",
        ],
        [
          "aws_cloudwatch_event_target",
          "evidence_reconcile_daily_rule_completeness_to_queue_CA2ABA7E",
          "evidence_reconcile_daily_rule_reconcile_daily_to_queue_7FF7C7F4",
          "evidence_reconcile_rule_reconcile_to_queue_6BD8E8AE",
        ],
        [
          "aws_cloudwatch_log_group",
          "evidence_log_reporter_log_C9387AB4",
        ],
        [
          "aws_cloudwatch_metric_alarm",
          "evidence_alarms_dead_lettered_E9AF839F",
          "evidence_alarms_function_errors_0F2F5D2A",
          "evidence_alarms_function_throttles_3113F7F9",
          "evidence_alarms_oldest_message_EA24B6F3",
          "evidence_alarms_reports_failed_FD636BC7",
          "evidence_alarms_sessions_unattributed_9B96B159",
        ],
        [
          "aws_iam_role",
          "evidence_role_reporter_role_0B4021D9",
        ],
        [
          "aws_iam_role_policy",
          "evidence_role_reporter_policy_46C1DA57",
        ],
        [
          "aws_lambda_event_source_mapping",
          "evidence_function_transcripts_to_reporter_C5C4238F",
        ],
        [
          "aws_lambda_function",
          "evidence_function_reporter_516F7E8D",
        ],
        [
          "aws_s3_bucket_notification",
          "evidence_notification_transcript_notification_8BBAFF85",
        ],
        [
          "aws_sqs_queue",
          "evidence_queue_dead_letters_12DD1683",
          "evidence_queue_transcripts_B272BDC8",
        ],
        [
          "aws_sqs_queue_policy",
          "evidence_queue_dead_letter_policy_dead_letters_policy_AE3D10A8",
          "evidence_queue_queue_policy_transcripts_policy_5104AEDF",
        ],
      ]
    `);
  });

  it('checks its values as the variables are checked', () => {
    const { resource } = withReporter();
    const conditions = Object(resource.aws_lambda_function?.reporter?.lifecycle).precondition;
    const { tags: _, allowed_account_ids: __, assume_role_arn: ___, ...variables } = stackOf({}).variable;
    const validations = Object.values(variables).flatMap(({ validation }) => validation ?? []);
    const sorted = (all: unknown) =>
      [all]
        .flat()
        .map((one) => JSON.stringify(one))
        .toSorted();
    expect(sorted(conditions)).toEqual(sorted(withLocals(validations)));
    expect(sorted(conditions).length).toBeGreaterThan(20);
  });

  it('takes values of every type, and references', () => {
    const { locals } = foreignStack((stack) => {
      const bucket = new S3Bucket(stack, 'logs', { bucket: 'acme-exec-logs' });
      new EvidenceReporter(stack, 'evidence', {
        values: {
          ...VALUES,
          ecs_exec_log_bucket_name: bucket.bucket,
          ecs_cluster_names: ['production'],
          kms_key_arns: [],
          lambda_memory_mb: 1024,
          encryption_kms_key_arn: null,
        },
      });
    }) as unknown as { locals: Record<string, unknown> };
    expect(locals).toMatchObject({
      evidence_kosli_org_name: 'acme',
      evidence_ecs_exec_log_bucket_name: '${aws_s3_bucket.logs.bucket}',
      evidence_ecs_cluster_names: ['production'],
      evidence_kms_key_arns: [],
      evidence_lambda_memory_mb: 1024,
      evidence_preview_characters: 4000,
      evidence_encryption_kms_key_arn: '${null}',
    });
  });

  it('can be there once for each provider, and its outputs be used', () => {
    const { output, resource, data } = foreignStack((stack) => {
      const virginia = new AwsProvider(stack, 'virginia', {
        region: 'us-east-1',
        alias: 'virginia',
      });
      new EvidenceReporter(stack, 'evidence', { values: VALUES });
      const scope = new Construct(stack, 'other');
      const other = new EvidenceReporter(scope, 'evidence', {
        values: { ...VALUES, ecs_exec_log_bucket_name: 'acme-exec-logs-us' },
        provider: virginia,
      });
      stack.addOverride('output.queue.value', other.outputs.queue_url);
    });
    const all = [...Object.values(resource), ...Object.values(data)].map(Object.entries);
    for (const ofType of all) {
      expect(ofType).toHaveLength(ofType.length % 2 === 0 ? ofType.length : 0);
      for (const [name, { provider }] of ofType)
        expect([name, provider]).toEqual([name, name.startsWith('other_') ? 'aws.virginia' : undefined]);
    }
    expect(output.queue?.value).toMatch(/^\$\{aws_sqs_queue\.other_evidence_queue_transcripts_\w+\.url\}$/);
  });

  it.each<[object, object, string]>([
    [{ kosli_org_name: undefined }, {}, 'kosli_org_name is missing'],
    [{}, { vpc: true }, 'vpc_subnet_ids is missing; vpc_security_group_ids is missing'],
    [VPC_VALUES, {}, 'vpc_subnet_ids is for the option vpc, which is not on'],
    [
      { cloudtrail_prefix: 'x' },
      {},
      'cloudtrail_prefix is for the option existingCloudTrail, which is not on',
    ],
    [{ kosliFlowName: 'x' }, {}, 'kosliFlowName is not a value of a reporter'],
    [{ tags: {} }, {}, 'tags is not a value of a reporter'],
    [{}, { trigger: 'sns' }, 'options of EvidenceReporter has a mistake:\n  - trigger: was given "sns"'],
    [{}, { regions: ['eu-central-1'] }, 'regions is not an option of EvidenceReporter'],
  ])('refuses values %j with options %j: %s', (values, options, message) => {
    expect(() => withReporter({ values, options })).toThrow(message);
  });
});
