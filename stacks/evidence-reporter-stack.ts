import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import { DeploymentPlace } from './constructs/deployment-place';
import { expression } from './constructs/expression';
import { ReporterAlarms } from './constructs/reporter-alarms';
import { ReporterFunction } from './constructs/reporter-function';
import { ReporterLog } from './constructs/reporter-log';
import { reporterPermissions } from './constructs/reporter-permissions';
import { ReporterRole } from './constructs/reporter-role';
import { parameterStoreToken, secretsManagerToken } from './constructs/token-parameter';
import { TranscriptNotification } from './constructs/transcript-notification';
import { TranscriptQueue } from './constructs/transcript-queue';
import { TranscriptRule } from './constructs/transcript-rule';
import { declareVariables } from './declare-variable';
import { EvidenceStack } from './evidence-stack';
import type { EvidenceReporterOptions } from './options/options';
import { existingTrail, ownTrail, type TrailLocation, trailKeyPrefixes } from './trail-location';
import { EXISTING_TRAIL_VARIABLES, OWN_TRAIL_VARIABLES, VARIABLES, VPC_VARIABLES } from './variables';

// Sessions end one by one; a window gathers those of one look through event history.
const BATCHING_WINDOW_SECONDS = 20;

const METRICS_NAMESPACE = 'EcsExecEvidence';

export interface EvidenceReporterStackProps {
  /** Null: the provider's own. */
  readonly region: string | null;
  readonly options: EvidenceReporterOptions;
}

/** One region's sessions: a transcript is announced to a queue, and the reporter turns it into evidence on Kosli. */
export class EvidenceReporterStack extends EvidenceStack {
  constructor(scope: Construct, id: string, { region, options }: EvidenceReporterStackProps) {
    super(scope, id, region, options.backend);
    const given = declareVariables(this, VARIABLES);
    const namePrefix = given.name_prefix;
    const bucketName = given.ecs_exec_log_bucket_name;
    const keyPrefix = given.ecs_exec_log_prefix;
    const kmsKeyArn = given.encryption_kms_key_arn;

    const place = new DeploymentPlace(this, 'place');
    const { queue, deadLetters, queueArn, deadLettersArn } = this.announceTranscripts(place, options, {
      name: `${namePrefix}-transcripts`,
      bucketName,
      keyPrefix,
      kmsKeyArn,
      functionTimeoutSeconds: given.lambda_timeout_seconds,
    });

    const isSecret = options.tokenSource === 'secrets-manager';
    const tokenName = given.kosli_api_token_ssm_parameter_name;
    const token = (isSecret ? secretsManagerToken : parameterStoreToken)(place, tokenName);
    const trail = this.locateTrail(options, place);
    const vpc = options.vpc ? declareVariables(this, VPC_VARIABLES) : null;
    const reporterName = `${namePrefix}-reporter`;
    const log = new ReporterLog(this, 'log', {
      functionName: reporterName,
      retentionInDays: given.cloudwatch_logs_retention_in_days,
      kmsKeyArn,
    });
    const { role, policy } = new ReporterRole(this, 'role', {
      name: `${reporterName}-${place.region}`,
      path: given.role_path,
      permissionsBoundaryArn: given.permissions_boundary_arn,
      permissions: reporterPermissions({
        queueArn,
        deadLettersArn,
        transcriptBucketArn: place.bucketArn(bucketName),
        transcriptKeyPrefix: keyPrefix,
        taskArns: expression`length(${given.ecs_cluster_names}) == 0 ? ["${place.arn('ecs', 'task/*')}"] : [for cluster in ${given.ecs_cluster_names} : "${place.arn('ecs', 'task/${cluster}/*')}"]`,
        tokenParameterArn: token.parameterArn,
        tokenSecretArn: token.secretArn,
        trailBucketArn: trail && place.bucketArn(trail.bucketName),
        trailKeyPrefixes: trail ? trailKeyPrefixes(trail, place.accountId) : [],
        decryptionKeyArns: given.kms_key_arns,
        tokenService: isSecret ? 'secretsmanager' : 'ssm',
        queueKeyArn: kmsKeyArn,
        dnsSuffix: place.dnsSuffix,
        logGroupArn: place.arn('logs', `log-group:/aws/lambda/${reporterName}`),
        network: vpc && {
          ownArn: place.arn('ec2', '*'),
          subnetArn: place.arn('ec2', 'subnet/*', '*'),
          functionArn: place.arn('lambda', `function:${reporterName}`),
        },
      }),
    });

    new ReporterFunction(this, 'function', {
      name: reporterName,
      roleArn: role.arn,
      ...options.lambda,
      memoryMb: given.lambda_memory_mb,
      timeoutSeconds: given.lambda_timeout_seconds,
      maximumConcurrency: given.lambda_maximum_concurrency,
      vpc: vpc && { subnetIds: vpc.vpc_subnet_ids, securityGroupIds: vpc.vpc_security_group_ids },
      queueArn: queue.arn,
      batchingWindowSeconds: BATCHING_WINDOW_SECONDS,
      serviceName: namePrefix,
      metricsNamespace: METRICS_NAMESPACE,
      environment: {
        KOSLI_HOST: given.kosli_host,
        KOSLI_ORG: given.kosli_org_name,
        KOSLI_FLOW: given.kosli_flow_name,
        KOSLI_API_TOKEN_PARAMETER: token.name,
        TRAIL_NAME_TEMPLATE: given.trail_name_template,
        IDENTITY_DEADLINE_MINUTES: given.identity_deadline_minutes,
        TRANSCRIPT_BUCKET: bucketName,
        QUEUE_URL: queue.url,
        DEAD_LETTER_QUEUE_URL: deadLetters.url,
        ...(trail && {
          CLOUDTRAIL_BUCKET: trail.bucketName,
          CLOUDTRAIL_PREFIX: trail.prefix,
          CLOUDTRAIL_ORGANIZATION_ID: trail.organizationId,
        }),
      },
      dependsOn: [policy, log.group],
    });

    const redriveCommand = `aws sqs start-message-move-task --region ${place.region} --source-arn ${deadLetters.arn} --destination-arn ${queue.arn}`;
    new ReporterAlarms(this, 'alarms', {
      namePrefix,
      snsTopicArns: given.alarm_sns_topic_arns,
      queueName: queue.name,
      deadLettersName: deadLetters.name,
      redriveCommand,
      functionName: reporterName,
      logGroupName: log.group.name,
      metricsNamespace: METRICS_NAMESPACE,
      serviceName: namePrefix,
      bucketName,
      flowName: given.kosli_flow_name,
      trailInWords: trail?.named ?? null,
      identityDeadlineMinutes: given.identity_deadline_minutes,
    });

    this.tell('queue_url', queue.url, 'Where transcripts wait for their evidence.');
    this.tell('dead_letter_queue_url', deadLetters.url, 'Where messages are that can never become evidence.');
    this.tell('queue_arn', queue.arn, 'The same queue, for policies and alarms of your own.');
    this.tell('dead_letter_queue_arn', deadLetters.arn, 'The dead-letter queue, likewise.');
    this.tell(
      'redrive_command',
      redriveCommand,
      'Has the dead letters reported after all, once the reason they give is gone.',
    );
    this.tell('function_name', reporterName, 'The reporter.');
    this.tell('log_group_name', log.group.name, 'What the reporter did, and what it could not do and why.');
    this.tell(
      'role_arn',
      role.arn,
      'Who the reporter is, for the policies of keys and buckets of other accounts.',
    );
    this.tell(
      'token_command',
      token.command,
      `Next, in bash or zsh: asks for the Kosli API token and puts it where the reporter reads it. Terraform never sees it.${
        isSecret
          ? ' For a secret that exists, write put-secret-value --secret-id in place of create-secret --name.'
          : ''
      }`,
    );
  }

  /** Each transcript that is uploaded becomes a message, by the way the bucket's owner allows. */
  private announceTranscripts(
    place: DeploymentPlace,
    { trigger }: EvidenceReporterOptions,
    transcripts: {
      readonly name: string;
      readonly bucketName: string;
      readonly keyPrefix: string;
      readonly kmsKeyArn: string;
      readonly functionTimeoutSeconds: string;
    },
  ): TranscriptQueue {
    const { name, kmsKeyArn, functionTimeoutSeconds } = transcripts;
    const settings = {
      name,
      arn: place.arn('sqs', name),
      kmsKeyArn,
      functionTimeoutSeconds,
      batchingWindowSeconds: BATCHING_WINDOW_SECONDS,
    };
    const sourceAccount = place.accountId;
    if (trigger === 'eventbridge') {
      const rule = new TranscriptRule(this, 'rule', transcripts);
      const sender = { service: 'events.amazonaws.com', sourceArn: rule.arn, sourceAccount } as const;
      const queue = new TranscriptQueue(this, 'queue', {
        ...settings,
        sender,
        deadLetterSender: sender,
      });
      rule.sendTo(queue.queue.arn, queue.deadLetters.arn);
      return queue;
    }
    const queue = new TranscriptQueue(this, 'queue', {
      ...settings,
      sender: {
        service: 's3.amazonaws.com',
        sourceArn: place.bucketArn(transcripts.bucketName),
        sourceAccount,
      },
      deadLetterSender: null,
    });
    new TranscriptNotification(this, 'notification', {
      ...transcripts,
      queueArn: queue.queue.arn,
      queuePolicy: queue.policy,
    });
    return queue;
  }

  /** Null: no trail is configured, and callers are looked for in event history alone. */
  private locateTrail(
    { cloudTrail, existingCloudTrail }: EvidenceReporterOptions,
    { accountId }: DeploymentPlace,
  ): TrailLocation | null {
    if (cloudTrail) return ownTrail(declareVariables(this, OWN_TRAIL_VARIABLES), accountId);
    return existingCloudTrail ? existingTrail(declareVariables(this, EXISTING_TRAIL_VARIABLES)) : null;
  }

  private tell(id: string, value: string, description: string): void {
    new TerraformOutput(this, id, { value, description });
  }
}
