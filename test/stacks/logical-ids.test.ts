import { type SynthesisedStack, stackOf } from './synthesise';

// Terraform identifies a resource by this name alone. Whatever is renamed is destroyed and created again in every account
// that has it: a queue with its messages, a log with its content. Add lines; do not change them.

const idsOf = ({ data, resource, variable, output }: SynthesisedStack): string[] => [
  ...Object.entries(resource).flatMap(([type, named]) => Object.keys(named).map((id) => `${type}.${id}`)),
  ...Object.entries(data).flatMap(([type, named]) => Object.keys(named).map((id) => `data.${type}.${id}`)),
  ...Object.keys(variable).map((id) => `var.${id}`),
  ...Object.keys(output).map((id) => `output.${id}`),
];

const RECONCILE = [
  'aws_cloudwatch_event_rule.reconcile',
  'aws_cloudwatch_event_rule.reconcile_daily',
  'aws_cloudwatch_event_target.completeness_to_queue',
  'aws_cloudwatch_event_target.reconcile_daily_to_queue',
  'aws_cloudwatch_event_target.reconcile_to_queue',
];

const DASHBOARD = ['aws_cloudwatch_dashboard.dashboard'];

const LIVE_SESSIONS = [
  'aws_cloudwatch_event_rule.execute_command',
  'aws_cloudwatch_event_rule.start_session',
  'aws_cloudwatch_event_target.execute_command_to_queue',
  'aws_cloudwatch_event_target.start_session_to_queue',
];

/** Without the options that are on by default. */
const PLAIN = { reconcile: false, dashboard: false };

const REPORTER = [
  'aws_cloudwatch_log_group.reporter_log',
  'aws_cloudwatch_metric_alarm.dead_lettered',
  'aws_cloudwatch_metric_alarm.function_errors',
  'aws_cloudwatch_metric_alarm.function_throttles',
  'aws_cloudwatch_metric_alarm.oldest_message',
  'aws_cloudwatch_metric_alarm.reports_failed',
  'aws_cloudwatch_metric_alarm.sessions_unattributed',
  'aws_iam_role.reporter_role',
  'aws_iam_role_policy.reporter_policy',
  'aws_lambda_event_source_mapping.transcripts_to_reporter',
  'aws_lambda_function.reporter',
  'aws_s3_bucket_notification.transcript_notification',
  'aws_sqs_queue.dead_letters',
  'aws_sqs_queue.transcripts',
  'aws_sqs_queue_policy.dead_letters_policy',
  'aws_sqs_queue_policy.transcripts_policy',
  'data.aws_caller_identity.account',
  'data.aws_iam_policy_document.dead_letters_access',
  'data.aws_iam_policy_document.reporter_permissions',
  'data.aws_iam_policy_document.reporter_trust',
  'data.aws_iam_policy_document.transcripts_access',
  'data.aws_partition.partition',
  'data.aws_region.region',
  'var.alarm_sns_topic_arns',
  'var.allowed_account_ids',
  'var.assume_role_arn',
  'var.cloudwatch_logs_retention_in_days',
  'var.ecs_cluster_names',
  'var.ecs_exec_log_bucket_name',
  'var.ecs_exec_log_prefix',
  'var.encryption_kms_key_arn',
  'var.identity_deadline_minutes',
  'var.kms_key_arns',
  'var.kosli_api_token_ssm_parameter_name',
  'var.kosli_flow_name',
  'var.kosli_host',
  'var.kosli_org_name',
  'var.lambda_maximum_concurrency',
  'var.lambda_memory_mb',
  'var.lambda_timeout_seconds',
  'var.name_prefix',
  'var.permissions_boundary_arn',
  'var.preview_characters',
  'var.role_path',
  'var.tags',
  'var.trail_name_template',
  'var.transcript_attachment',
  'var.transcript_grace_minutes',
  'output.dead_letter_queue_arn',
  'output.dead_letter_queue_url',
  'output.function_name',
  'output.log_group_name',
  'output.queue_arn',
  'output.queue_url',
  'output.redrive_command',
  'output.role_arn',
  'output.token_command',
];

const CLOUDTRAIL = [
  'aws_cloudtrail.trail',
  'aws_s3_bucket.trail_bucket',
  'aws_s3_bucket_lifecycle_configuration.trail_retention',
  'aws_s3_bucket_logging.trail_access_log',
  'aws_s3_bucket_object_lock_configuration.trail_lock',
  'aws_s3_bucket_ownership_controls.trail_ownership',
  'aws_s3_bucket_policy.trail_bucket_policy',
  'aws_s3_bucket_public_access_block.trail_public_access',
  'aws_s3_bucket_server_side_encryption_configuration.trail_encryption',
  'aws_s3_bucket_versioning.trail_versioning',
  'data.aws_caller_identity.account',
  'data.aws_iam_policy_document.trail_bucket_access',
  'data.aws_organizations_organization.organization',
  'data.aws_partition.partition',
  'data.aws_region.region',
  'var.allowed_account_ids',
  'var.assume_role_arn',
  'var.cloudtrail_access_log_bucket_name',
  'var.cloudtrail_bucket_name',
  'var.cloudtrail_kms_key_arn',
  'var.cloudtrail_name',
  'var.cloudtrail_object_lock_days',
  'var.cloudtrail_organization_id',
  'var.cloudtrail_reader_account_ids',
  'var.cloudtrail_retention_days',
  'var.tags',
  'output.trail_arn',
  'output.trail_bucket_name',
  'output.trail_status_command',
];

describe('the names of resources in Terraform', () => {
  it('stay in the stack evidence-reporter', () => {
    expect(idsOf(stackOf(PLAIN))).toEqual(REPORTER);
  });

  it('stay when EventBridge announces transcripts', () => {
    const ids = idsOf(stackOf({ ...PLAIN, trigger: 'eventbridge' }));
    expect(REPORTER.filter((id) => !ids.includes(id))).toEqual([
      'aws_s3_bucket_notification.transcript_notification',
    ]);
    expect(ids.filter((id) => !REPORTER.includes(id))).toEqual([
      'aws_cloudwatch_event_rule.transcript_created',
      'aws_cloudwatch_event_target.transcript_created_to_queue',
    ]);
  });

  it.each<[string, object, string[]]>([
    [
      'an existing CloudTrail trail',
      { existingCloudTrail: true },
      [
        ...LIVE_SESSIONS,
        'var.cloudtrail_bucket_name',
        'var.cloudtrail_organization_id',
        'var.cloudtrail_prefix',
      ],
    ],
    [
      'a CloudTrail trail of its own',
      { cloudTrail: true },
      [
        ...LIVE_SESSIONS,
        'var.cloudtrail_bucket_name',
        'var.cloudtrail_name',
        'var.cloudtrail_organization_id',
      ],
    ],
    ['reconciling by the clock', { reconcile: 'rate(1 hour)' }, RECONCILE],
    ['a dashboard', { dashboard: true }, DASHBOARD],
    ['reporting sessions when they are opened', { liveSessions: true }, LIVE_SESSIONS],
    ['a secret', { tokenSource: 'secrets-manager' }, []],
    ['a VPC', { vpc: true }, ['var.vpc_security_group_ids', 'var.vpc_subnet_ids']],
  ])('stay when %s is configured', (_, options, added) => {
    const ids = idsOf(stackOf({ ...PLAIN, ...options }));
    expect(REPORTER.filter((id) => !ids.includes(id))).toEqual([]);
    expect(ids.filter((id) => !REPORTER.includes(id))).toEqual(added);
  });

  it('are the same in every region', () => {
    const options = { regions: ['eu-central-1', 'us-east-1'] };
    for (const region of options.regions) {
      const ids = idsOf(stackOf(options, `evidence-reporter-${region}`));
      expect(ids.toSorted()).toEqual([...DASHBOARD, ...RECONCILE, ...REPORTER].toSorted());
    }
  });

  it('stay in the stack cloudtrail', () => {
    expect(idsOf(stackOf({ cloudTrail: true }, 'cloudtrail'))).toEqual(CLOUDTRAIL);
  });
});
