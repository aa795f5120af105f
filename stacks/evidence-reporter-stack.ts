import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import { DeploymentPlace } from './constructs/deployment-place';
import { ReporterAlarms } from './constructs/reporter-alarms';
import { ReporterFunction } from './constructs/reporter-function';
import { ReporterLog } from './constructs/reporter-log';
import { reporterPermissions } from './constructs/reporter-permissions';
import { ReporterRole } from './constructs/reporter-role';
import { parameterStoreToken, secretsManagerToken } from './constructs/token-parameter';
import { TranscriptNotification } from './constructs/transcript-notification';
import { TranscriptQueue } from './constructs/transcript-queue';
import { TranscriptRule } from './constructs/transcript-rule';
import { declareVariable } from './declare-variable';
import { decryptions } from './decryptions';
import { EvidenceStack } from './evidence-stack';
import type { EvidenceReporterOptions } from './options/options';
import { trailKeyPrefixes, trailLocation } from './trail-location';

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
    const org = declareVariable(this, 'kosli_org_name').stringValue;
    const flow = declareVariable(this, 'kosli_flow_name').stringValue;
    const bucketName = declareVariable(this, 'ecs_exec_log_bucket_name').stringValue;
    const tokenName = declareVariable(this, 'kosli_api_token_ssm_parameter_name').stringValue;
    const host = declareVariable(this, 'kosli_host').stringValue;
    const keyPrefix = declareVariable(this, 'ecs_exec_log_prefix').stringValue;
    const trailNameTemplate = declareVariable(this, 'trail_name_template').stringValue;
    const identityDeadline = declareVariable(this, 'identity_deadline_minutes');
    declareVariable(this, 'transcript_grace_minutes');
    const logRetention = declareVariable(this, 'cloudwatch_logs_retention_in_days').numberValue;
    const snsTopicArns = declareVariable(this, 'alarm_sns_topic_arns').listValue;
    const namePrefix = declareVariable(this, 'name_prefix').stringValue;

    const place = new DeploymentPlace(this, 'place');
    const { queue, deadLetters } = this.announceTranscripts(place, options, {
      name: `${namePrefix}-transcripts`,
      bucketName,
      keyPrefix,
    });

    const token = (options.tokenSource === 'secrets-manager' ? secretsManagerToken : parameterStoreToken)(
      place,
      tokenName,
    );
    const trail = trailLocation(options, place.accountId);
    const reporterName = `${namePrefix}-reporter`;
    const log = new ReporterLog(this, 'log', { functionName: reporterName, retentionInDays: logRetention });
    const { role, policy } = new ReporterRole(this, 'role', {
      name: `${reporterName}-${place.region}`,
      permissionsBoundaryArn: options.permissionsBoundaryArn,
      permissions: reporterPermissions({
        queueArn: queue.arn,
        deadLettersArn: deadLetters.arn,
        transcriptBucketArn: place.bucketArn(bucketName),
        transcriptKeyPrefix: keyPrefix,
        taskArns:
          options.clusters.length === 0
            ? [place.arn('ecs', 'task/*')]
            : options.clusters.map((cluster) => place.arn('ecs', `task/${cluster}/*`)),
        tokenParameterArn: token.parameterArn,
        tokenSecretArn: token.secretArn,
        trailBucketArn: trail && place.bucketArn(trail.bucketName),
        trailKeyPrefixes: trail ? trailKeyPrefixes(trail, place.accountId) : [],
        decryptions: decryptions(options, trail, region, place.dnsSuffix),
        logGroupArn: log.group.arn,
        networkArn: options.vpc && place.arn('ec2', '*'),
      }),
    });

    new ReporterFunction(this, 'function', {
      name: reporterName,
      roleArn: role.arn,
      ...options.lambda,
      vpc: options.vpc,
      queueArn: queue.arn,
      batchingWindowSeconds: BATCHING_WINDOW_SECONDS,
      serviceName: namePrefix,
      metricsNamespace: METRICS_NAMESPACE,
      environment: {
        KOSLI_HOST: host,
        KOSLI_ORG: org,
        KOSLI_FLOW: flow,
        KOSLI_API_TOKEN_PARAMETER: token.name,
        TRAIL_NAME_TEMPLATE: trailNameTemplate,
        IDENTITY_DEADLINE_MINUTES: identityDeadline.stringValue,
        TRANSCRIPT_BUCKET: bucketName,
        QUEUE_URL: queue.url,
        DEAD_LETTER_QUEUE_URL: deadLetters.url,
        ...(trail && { TRAIL_BUCKET: trail.bucketName, TRAIL_PREFIX: trail.prefix }),
        ...(trail?.organizationId && { TRAIL_ORGANIZATION_ID: trail.organizationId }),
      },
      dependsOn: [policy, log.group],
    });

    new ReporterAlarms(this, 'alarms', {
      namePrefix,
      snsTopicArns,
      queueName: queue.name,
      deadLettersName: deadLetters.name,
      functionName: reporterName,
      logGroupName: log.group.name,
      metricsNamespace: METRICS_NAMESPACE,
      serviceName: namePrefix,
      bucketName,
      flowName: flow,
      identityDeadlineMinutes: identityDeadline.numberValue,
    });

    this.tell('queue_url', queue.url, 'Where transcripts wait for their evidence.');
    this.tell('dead_letter_queue_url', deadLetters.url, 'Where messages are that can never become evidence.');
    this.tell('function_name', reporterName, 'The reporter.');
    this.tell('log_group_name', log.group.name, 'What the reporter did, and what it could not do and why.');
    this.tell(
      'role_arn',
      role.arn,
      'Who the reporter is, for the policies of keys and buckets of other accounts.',
    );
    this.tell(
      'token_command',
      options.tokenSource === 'secrets-manager'
        ? `aws secretsmanager create-secret --region ${place.region} --name ${tokenName} --secret-string TOKEN`
        : `aws ssm put-parameter --region ${place.region} --name ${tokenName} --type SecureString --value TOKEN`,
      'Next: puts the Kosli API token where the reporter reads it. Terraform never sees it.',
    );
  }

  /** Each transcript that is uploaded becomes a message, by the way the bucket's owner allows. */
  private announceTranscripts(
    place: DeploymentPlace,
    { trigger, lambda }: EvidenceReporterOptions,
    transcripts: { readonly name: string; readonly bucketName: string; readonly keyPrefix: string },
  ): TranscriptQueue {
    const timing = {
      functionTimeoutSeconds: lambda.timeoutSeconds,
      batchingWindowSeconds: BATCHING_WINDOW_SECONDS,
    };
    const sourceAccount = place.accountId;
    if (trigger === 'eventbridge') {
      const rule = new TranscriptRule(this, 'rule', transcripts);
      const sender = { service: 'events.amazonaws.com', sourceArn: rule.arn, sourceAccount } as const;
      const queue = new TranscriptQueue(this, 'queue', {
        name: transcripts.name,
        ...timing,
        sender,
        deadLetterSender: sender,
      });
      rule.sendTo(queue.queue.arn, queue.deadLetters.arn);
      return queue;
    }
    const queue = new TranscriptQueue(this, 'queue', {
      name: transcripts.name,
      ...timing,
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

  private tell(id: string, value: string, description: string): void {
    new TerraformOutput(this, id, { value, description });
  }
}
