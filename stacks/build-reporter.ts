import type { Construct } from 'constructs';
import { locateCloudTrail } from './cloudtrail-location';
import { AwsLocation } from './constructs/aws-location';
import { ReporterAlarms } from './constructs/reporter-alarms';
import { ReporterDashboard } from './constructs/reporter-dashboard';
import { ReporterFunction } from './constructs/reporter-function';
import { ReporterLog } from './constructs/reporter-log';
import { ReporterRole } from './constructs/reporter-role';
import { locateToken } from './constructs/token-parameter';
import { grantReporter } from './grant-reporter';
import { liveSessionRules } from './live-sessions';
import type { EvidenceReporterOptions } from './options/options';
import { reconcileRules } from './reconcile-schedule';
import { reporterOutputs } from './reporter-outputs';
import { queueTranscripts } from './transcript-source';
import type { DeclareValues } from './values';
import { VARIABLES, VPC_VARIABLES } from './variables';

const METRICS_NAMESPACE = 'EcsExecEvidence';

export interface ReporterParts {
  readonly options: Omit<EvidenceReporterOptions, 'backend' | 'regions'>;
  /** Declares values of the reporter as Terraform references. */
  readonly declare: DeclareValues;
  /** What logical ids begin with that are written into expressions: unique where a stack has several reporters. */
  readonly idPrefix: string;
}

/**
 * Puts a reporter into a scope: each transcript is announced to a queue, as are the calls that open sessions and, by the clock, the
 * search for what is missing; the function turns them into evidence on Kosli.
 */
export const buildReporter = (scope: Construct, { options, declare, idPrefix }: ReporterParts) => {
  const variables = declare(VARIABLES);
  const location = new AwsLocation(scope, 'place', idPrefix);
  const bucketName = variables.ecs_exec_log_bucket_name;
  const kmsKeyArn = variables.encryption_kms_key_arn;
  const functionName = `${variables.name_prefix}-reporter`;

  const reporterQueue = queueTranscripts(scope, {
    trigger: options.trigger,
    location,
    bucketName,
    keyPrefix: variables.ecs_exec_log_prefix,
    rules: [
      ...(options.liveSessions ? liveSessionRules(scope, variables.name_prefix) : []),
      ...(options.reconcile === false ? [] : reconcileRules(scope, variables.name_prefix, options.reconcile)),
    ],
    queue: {
      name: `${variables.name_prefix}-transcripts`,
      kmsKeyArn,
      functionTimeoutSeconds: variables.lambda_timeout_seconds,
    },
  });
  const { queue, deadLetters } = reporterQueue;
  const token = locateToken(options.tokenSource, location, variables.kosli_api_token_ssm_parameter_name);
  const cloudTrail = locateCloudTrail(declare, options, location);
  const vpc = options.vpc ? declare(VPC_VARIABLES) : null;

  const log = new ReporterLog(scope, 'log', {
    functionName,
    retentionInDays: variables.cloudwatch_logs_retention_in_days,
    kmsKeyArn,
  });
  const { role, policy } = new ReporterRole(scope, 'role', {
    name: `${functionName}-${location.region}`,
    path: variables.role_path,
    permissionsBoundaryArn: variables.permissions_boundary_arn,
    permissions: grantReporter({
      variables,
      location,
      functionName,
      queue: reporterQueue,
      token,
      cloudTrail,
      reconciles: options.reconcile !== false,
      isInVpc: options.vpc,
    }),
  });
  const { reporter } = new ReporterFunction(scope, 'function', {
    name: functionName,
    roleArn: role.arn,
    ...options.lambda,
    memoryMb: variables.lambda_memory_mb,
    timeoutSeconds: variables.lambda_timeout_seconds,
    maximumConcurrency: variables.lambda_maximum_concurrency,
    vpc: vpc && { subnetIds: vpc.vpc_subnet_ids, securityGroupIds: vpc.vpc_security_group_ids },
    queueArn: queue.arn,
    serviceName: variables.name_prefix,
    metricsNamespace: METRICS_NAMESPACE,
    environment: {
      KOSLI_HOST: variables.kosli_host,
      KOSLI_ORG: variables.kosli_org_name,
      KOSLI_FLOW: variables.kosli_flow_name,
      KOSLI_API_TOKEN_PARAMETER: token.name,
      TRAIL_NAME_TEMPLATE: variables.trail_name_template,
      IDENTITY_DEADLINE_MINUTES: variables.identity_deadline_minutes,
      TRANSCRIPT_BUCKET: bucketName,
      TRANSCRIPT_PREFIX: variables.ecs_exec_log_prefix,
      TRANSCRIPT_GRACE_MINUTES: variables.transcript_grace_minutes,
      TRANSCRIPT_ATTACHMENT: variables.transcript_attachment,
      PREVIEW_CHARACTERS: variables.preview_characters,
      QUEUE_URL: queue.url,
      DEAD_LETTER_QUEUE_URL: deadLetters.url,
      ...(cloudTrail && {
        CLOUDTRAIL_BUCKET: cloudTrail.bucketName,
        CLOUDTRAIL_PREFIX: cloudTrail.prefix,
        CLOUDTRAIL_ORGANIZATION_ID: cloudTrail.organizationId,
      }),
    },
    dependsOn: [policy, log.group],
  });

  const redriveCommand = `aws sqs start-message-move-task --region ${location.region} --source-arn ${deadLetters.arn} --destination-arn ${queue.arn}`;
  const alarms = new ReporterAlarms(scope, 'alarms', {
    namePrefix: variables.name_prefix,
    snsTopicArns: variables.alarm_sns_topic_arns,
    queueName: queue.name,
    deadLettersName: deadLetters.name,
    redriveCommand,
    functionName,
    logGroupName: log.group.name,
    metricsNamespace: METRICS_NAMESPACE,
    serviceName: variables.name_prefix,
    bucketName,
    flowName: variables.kosli_flow_name,
    cloudTrailLabel: cloudTrail?.label ?? null,
    identityDeadlineMinutes: variables.identity_deadline_minutes,
  });
  if (options.dashboard) {
    new ReporterDashboard(scope, 'overview', {
      name: `${variables.name_prefix}-${location.region}`,
      region: location.region,
      queueName: queue.name,
      deadLettersName: deadLetters.name,
      metricsNamespace: METRICS_NAMESPACE,
      serviceName: variables.name_prefix,
      alarmArns: alarms.arns,
    });
  }
  return {
    reporter,
    outputs: reporterOutputs({
      queue,
      deadLetters,
      redriveCommand,
      functionName,
      log: log.group,
      role,
      token,
    }),
  };
};
