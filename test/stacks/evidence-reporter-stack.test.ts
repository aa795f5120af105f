import * as v from 'valibot';
import { ACCOUNT, concreteValue, type Variables } from './concrete-policy';
import { drawn, resourceOf, stackOf, synthesise } from './synthesise';

const reporter = (options: object = {}) => resourceOf(stackOf(options), 'aws_lambda_function', 'reporter');
const queueOf = (options: object = {}) => resourceOf(stackOf(options), 'aws_sqs_queue', 'transcripts');
const Environment = v.object({ variables: v.record(v.string(), v.string()) });
const KEY = 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const environmentOf = (options: object = {}) => reporter(options).environment;

it('consists of one path from the bucket and the clock to Kosli', () => {
  expect(drawn({}, 'evidence-reporter')).toMatchInlineSnapshot(`
    "evidence-reporter (EvidenceReporterStack)
    ├── backend (LocalBackend)
    ├── aws (AwsProvider)
    ├── place (AwsLocation)
        ├── partition (DataAwsPartition)
        ├── account (DataAwsCallerIdentity)
        └── region (DataAwsRegion)
    ├── reconcile_rule (QueueRule)
        ├── reconcile (CloudwatchEventRule)
        └── reconcile_to_queue (CloudwatchEventTarget)
    ├── reconcile_daily_rule (QueueRule)
        ├── reconcile_daily (CloudwatchEventRule)
        ├── reconcile_daily_to_queue (CloudwatchEventTarget)
        └── completeness_to_queue (CloudwatchEventTarget)
    ├── queue (ReporterQueue)
        ├── dead_letters (SqsQueue)
        ├── transcripts (SqsQueue)
        ├── queue_policy (QueuePolicy)
            ├── transcripts_access (DataAwsIamPolicyDocument)
            └── transcripts_policy (SqsQueuePolicy)
        └── dead_letter_policy (QueuePolicy)
            ├── dead_letters_access (DataAwsIamPolicyDocument)
            └── dead_letters_policy (SqsQueuePolicy)
    ├── notification (TranscriptNotification)
        └── transcript_notification (S3BucketNotification)
    ├── log (ReporterLog)
        └── reporter_log (CloudwatchLogGroup)
    ├── role (ReporterRole)
        ├── reporter_trust (DataAwsIamPolicyDocument)
        ├── reporter_role (IamRole)
        ├── reporter_permissions (DataAwsIamPolicyDocument)
        └── reporter_policy (IamRolePolicy)
    ├── function (ReporterFunction)
        ├── reporter_code (TerraformAsset)
        ├── reporter (LambdaFunction)
        └── transcripts_to_reporter (LambdaEventSourceMapping)
    ├── alarms (ReporterAlarms)
        ├── oldest_message (CloudwatchMetricAlarm)
        ├── dead_lettered (CloudwatchMetricAlarm)
        ├── function_errors (CloudwatchMetricAlarm)
        ├── function_throttles (CloudwatchMetricAlarm)
        ├── sessions_unattributed (CloudwatchMetricAlarm)
        └── reports_failed (CloudwatchMetricAlarm)
    ├── overview (ReporterDashboard)
        └── dashboard (CloudwatchDashboard)
    "
  `);
});

describe('a transcript waiting in the queue', () => {
  it.each([60, 300, 900])(
    'is not delivered twice while a function with a timeout of %i seconds may still be reporting it',
    (timeoutSeconds) => {
      const stack = stackOf({});
      const mapping = resourceOf(stack, 'aws_lambda_event_source_mapping', 'transcripts_to_reporter');
      const visibility = Number(
        concreteValue(stack, String(queueOf().visibility_timeout_seconds), {
          lambda_timeout_seconds: timeoutSeconds,
        }),
      );
      expect(visibility).toBeGreaterThanOrEqual(
        6 * timeoutSeconds + Number(mapping.maximum_batching_window_in_seconds),
      );
      // The most SetQueueAttributes allows.
      expect(visibility).toBeLessThanOrEqual(43_200);
    },
  );

  it('waits fourteen days, the longest SQS keeps anything, and its dead letter as long again', () => {
    const stack = stackOf({});
    for (const name of ['transcripts', 'dead_letters']) {
      expect(resourceOf(stack, 'aws_sqs_queue', name).message_retention_seconds).toBe(14 * 24 * 3600);
    }
  });

  it('may be returned a thousand times before SQS itself moves it', () => {
    expect(queueOf().redrive_policy).toBe(
      '${jsonencode({"deadLetterTargetArn" = aws_sqs_queue.dead_letters.arn, "maxReceiveCount" = 1000})}',
    );
  });

  it.each([
    [null, true],
    [KEY, null],
  ])(
    'is encrypted, as are the dead-letter queue and the log, with the given key or by AWS (%s)',
    (key, bySqs) => {
      const stack = stackOf({});
      const value = (written: unknown) =>
        concreteValue(stack, String(written), { encryption_kms_key_arn: key });
      for (const name of ['transcripts', 'dead_letters']) {
        const queue = resourceOf(stack, 'aws_sqs_queue', name);
        expect([queue.sqs_managed_sse_enabled, queue.kms_master_key_id].map(value)).toEqual([bySqs, key]);
      }
      expect(value(resourceOf(stack, 'aws_cloudwatch_log_group', 'reporter_log').kms_key_id)).toBe(key);
    },
  );

  it('is in a queue that Terraform never destroys, as is its dead letter', () => {
    for (const name of ['transcripts', 'dead_letters']) {
      expect(resourceOf(stackOf({}), 'aws_sqs_queue', name).lifecycle).toEqual({ prevent_destroy: true });
    }
  });

  it('is the only source queue of its dead-letter queue', () => {
    const stack = stackOf({});
    const allowed = String(resourceOf(stack, 'aws_sqs_queue', 'dead_letters').redrive_allow_policy);
    const { name } = queueOf();
    expect(JSON.parse(String(concreteValue(stack, allowed)))).toEqual({
      redrivePermission: 'byQueue',
      sourceQueueArns: [`arn:aws:sqs:eu-central-1:${ACCOUNT}:${concreteValue(stack, String(name))}`],
    });
  });
});

describe('the announcement of a transcript', () => {
  it('is for every .log created below the prefix, once the queue accepts messages of the bucket', () => {
    expect(resourceOf(stackOf({}), 'aws_s3_bucket_notification', 'transcript_notification')).toEqual({
      bucket: '${var.ecs_exec_log_bucket_name}',
      queue: [
        {
          id: 'ecs-exec-transcripts',
          events: ['s3:ObjectCreated:*'],
          filter_prefix: '${var.ecs_exec_log_prefix}',
          filter_suffix: '.log',
          queue_arn: '${aws_sqs_queue.transcripts.arn}',
        },
      ],
      depends_on: ['aws_sqs_queue_policy.transcripts_policy'],
    });
  });

  it("leaves the bucket's notification configuration alone when EventBridge announces", () => {
    const stack = stackOf({ trigger: 'eventbridge' });
    expect(stack.resource.aws_s3_bucket_notification).toBeUndefined();
    const rule = resourceOf(stack, 'aws_cloudwatch_event_rule', 'transcript_created');
    expect(rule.event_pattern).toBe(
      '${jsonencode({"source" = ["aws.s3"], "detail-type" = ["Object Created"], ' +
        '"detail" = {"bucket" = {"name" = [var.ecs_exec_log_bucket_name]}, ' +
        '"object" = {"key" = [{"wildcard" = "${var.ecs_exec_log_prefix}*ecs-execute-command-*.log"}]}}})}',
    );
  });

  it('goes to the dead-letter queue when EventBridge cannot deliver it, instead of being dropped after a day', () => {
    const target = resourceOf(
      stackOf({ trigger: 'eventbridge' }),
      'aws_cloudwatch_event_target',
      'transcript_created_to_queue',
    );
    expect(target).toMatchObject({
      arn: '${aws_sqs_queue.transcripts.arn}',
      dead_letter_config: { arn: '${aws_sqs_queue.dead_letters.arn}' },
    });
  });
});

describe('the function', () => {
  it('reports which messages of a batch failed', () => {
    expect(
      resourceOf(stackOf({}), 'aws_lambda_event_source_mapping', 'transcripts_to_reporter'),
    ).toMatchObject({
      function_response_types: ['ReportBatchItemFailures'],
      batch_size: 50,
      maximum_batching_window_in_seconds: 20,
      scaling_config: { maximum_concurrency: '${var.lambda_maximum_concurrency}' },
    });
  });

  it('is created after its permissions and its log group', () => {
    expect(reporter().depends_on).toEqual([
      'aws_iam_role_policy.reporter_policy',
      'aws_cloudwatch_log_group.reporter_log',
    ]);
  });

  it('has the size in the variables, and the runtime and architecture in the options', () => {
    expect(reporter()).toMatchObject({
      memory_size: '${var.lambda_memory_mb}',
      timeout: '${var.lambda_timeout_seconds}',
      architectures: ['arm64'],
      runtime: 'nodejs24.x',
      ephemeral_storage: { size: 2560 },
    });
    const lambda = { architecture: 'x86_64', runtime: 'nodejs22.x' };
    expect(reporter({ lambda })).toMatchObject({ architectures: ['x86_64'], runtime: 'nodejs22.x' });
  });

  it('has names in its environment and never the token', () => {
    expect(environmentOf()).toEqual({
      variables: {
        KOSLI_HOST: '${var.kosli_host}',
        KOSLI_ORG: '${var.kosli_org_name}',
        KOSLI_FLOW: '${var.kosli_flow_name}',
        KOSLI_API_TOKEN_PARAMETER: '${var.kosli_api_token_ssm_parameter_name}',
        TRAIL_NAME_TEMPLATE: '${var.trail_name_template}',
        IDENTITY_DEADLINE_MINUTES: '${var.identity_deadline_minutes}',
        TRANSCRIPT_BUCKET: '${var.ecs_exec_log_bucket_name}',
        TRANSCRIPT_PREFIX: '${var.ecs_exec_log_prefix}',
        TRANSCRIPT_GRACE_MINUTES: '${var.transcript_grace_minutes}',
        TRANSCRIPT_ATTACHMENT: '${var.transcript_attachment}',
        PREVIEW_CHARACTERS: '${var.preview_characters}',
        QUEUE_URL: '${aws_sqs_queue.transcripts.url}',
        DEAD_LETTER_QUEUE_URL: '${aws_sqs_queue.dead_letters.url}',
        POWERTOOLS_SERVICE_NAME: '${var.name_prefix}',
        POWERTOOLS_METRICS_NAMESPACE: 'EcsExecEvidence',
        POWERTOOLS_LOG_LEVEL: 'INFO',
      },
    });
  });

  it('reads the token in Secrets Manager through Parameter Store', () => {
    expect(environmentOf({ tokenSource: 'secrets-manager' })).toMatchObject({
      variables: {
        KOSLI_API_TOKEN_PARAMETER: '/aws/reference/secretsmanager/${var.kosli_api_token_ssm_parameter_name}',
      },
    });
  });

  it('knows the bucket of a CloudTrail trail when there is one', () => {
    const stack = stackOf({ existingCloudTrail: true });
    const environment = (variables: Variables) =>
      Object.fromEntries(
        Object.entries(
          v.parse(Environment, resourceOf(stack, 'aws_lambda_function', 'reporter').environment).variables,
        )
          .filter(([name]) => name.startsWith('CLOUDTRAIL_'))
          .map(([name, written]) => [name, concreteValue(stack, written, variables)]),
      );
    const organization = { cloudtrail_prefix: 'audit', cloudtrail_organization_id: 'o-a1b2c3d4e5' };
    expect(environment({ cloudtrail_bucket_name: 'org-trail', ...organization })).toEqual({
      CLOUDTRAIL_BUCKET: 'org-trail',
      CLOUDTRAIL_PREFIX: 'audit/',
      CLOUDTRAIL_ORGANIZATION_ID: 'o-a1b2c3d4e5',
    });
    expect(environment({ cloudtrail_bucket_name: 'trail' })).toEqual({
      CLOUDTRAIL_BUCKET: 'trail',
      CLOUDTRAIL_PREFIX: '',
      CLOUDTRAIL_ORGANIZATION_ID: '',
    });
  });

  it('runs in the given subnets with the option vpc', () => {
    expect(reporter({ vpc: true }).vpc_config).toEqual({
      subnet_ids: '${var.vpc_subnet_ids}',
      security_group_ids: '${var.vpc_security_group_ids}',
    });
    expect(reporter().vpc_config).toBeUndefined();
  });
});

describe('the token', () => {
  it.each(['parameter-store', 'secrets-manager'])(
    'of %s is never read by Terraform, because what is read is in the state',
    (tokenSource) => {
      const { data, resource } = stackOf({ tokenSource });
      const types = [...Object.keys(data), ...Object.keys(resource)];
      expect(types.filter((type) => /ssm|secret/.test(type))).toEqual([]);
    },
  );
});

describe('the role', () => {
  it('stays within the permissions boundary, in the path given', () => {
    expect(resourceOf(stackOf({}), 'aws_iam_role', 'reporter_role')).toMatchObject({
      permissions_boundary: '${var.permissions_boundary_arn}',
      path: '${var.role_path}',
    });
  });

  it('has another name in every region, because IAM is one namespace for all of them', () => {
    const role = resourceOf(stackOf({}), 'aws_iam_role', 'reporter_role');
    expect(role.name).toBe('${var.name_prefix}-reporter-${data.aws_region.region.id}');
  });
});

describe('several regions', () => {
  it('have a reporter each, and one CloudTrail trail in the first', () => {
    const stacks = synthesise({
      regions: ['eu-central-1', 'us-east-1'],
      cloudTrail: true,
    });
    expect(Object.entries(stacks).map(([name, { provider }]) => [name, provider.aws?.[0]?.region])).toEqual([
      ['cloudtrail', 'eu-central-1'],
      ['evidence-reporter-eu-central-1', 'eu-central-1'],
      ['evidence-reporter-us-east-1', 'us-east-1'],
    ]);
  });
});
