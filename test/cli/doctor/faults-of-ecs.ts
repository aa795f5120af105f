import { SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { FindingId } from '../../../cli/doctor/checks';
import { beforeDeployment, type Fault, logTo, nothing, TOPIC } from './fault';
import { BUCKET, CHANNEL, clusterArn, keyArn, REPORTER_ROLE, TASK_ROLE } from './names';
import { QUEUE_ARN, RULES, TRANSCRIPT_RULE } from './rules';

/** A bucket policy that denies everybody everything, but for what is given. */
const deny = (...statements: readonly object[]): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map((more, index) => ({
      Sid: `Deny${index}`,
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: [`arn:aws:s3:::${BUCKET}`, `arn:aws:s3:::${BUCKET}/*`],
      ...more,
    })),
  });

/** Faults, and states, of the bucket, the clusters and their roles. */
export const ECS_FAULTS = {
  'bucket-there': { make: nothing, line: 'ok acme-exec: in eu-central-1, readable' },
  'bucket-missing': {
    make: ({ deploy }) => deploy({ TRANSCRIPT_BUCKET: 'acme-exek' }),
    line: 'error acme-exek: there is no such bucket fix: create it, or correct ecs_exec_log_bucket_name',
  },
  'bucket-elsewhere': {
    make: ({ s3AndSqs }) => s3AndSqs.settings.moveTo(BUCKET, 'eu-west-1'),
    line: 'error acme-exec: in eu-west-1, and not in eu-central-1: a bucket notifies only queues of its own region',
  },
  'bucket-versioned': { make: nothing, line: 'ok acme-exec: keeps versions' },
  'bucket-unversioned': {
    make: ({ s3AndSqs }) => s3AndSqs.setVersioning('suspended'),
    line: 'warning acme-exec: keeps no versions (versioning: Suspended)',
  },
  'bucket-key-usable': {
    make: ({ s3AndSqs, kms, iam }) => {
      s3AndSqs.settings.encryptWith(BUCKET, keyArn('bucket-key'));
      kms.putKey(keyArn('bucket-key'), 'Enabled');
      iam.grant(TASK_ROLE, ['kms:GenerateDataKey'], keyArn('bucket-key'));
    },
    line: 'ok acme-exec: encrypts with a key that is enabled',
  },
  'bucket-key-unusable': {
    make: ({ s3AndSqs, kms }) => {
      s3AndSqs.settings.encryptWith(BUCKET, keyArn('bucket-key'));
      kms.putKey(keyArn('bucket-key'), 'PendingDeletion');
    },
    line: `error acme-exec: encrypts with key ${keyArn('bucket-key')}, whose state is PendingDeletion`,
  },
  'bucket-key-missing': {
    make: ({ s3AndSqs }) => s3AndSqs.settings.encryptWith(BUCKET, keyArn('bucket-key')),
    line: `error acme-exec: encrypts with key ${keyArn('bucket-key')}, which does not exist`,
  },

  'notification-ours': { make: nothing, line: 'ok acme-exec: the queue is notified of each transcript' },
  'notification-by-eventbridge': {
    make: async ({ s3AndSqs, letSend }) => {
      await letSend({ SendFromSource: TRANSCRIPT_RULE });
      s3AndSqs.settings.forgetNotifications(BUCKET);
      s3AndSqs.settings.turnOnEventBridge(BUCKET);
    },
    line: 'ok acme-exec: EventBridge is notified of each transcript',
  },
  'notification-not-to-eventbridge': {
    make: ({ letSend }) => letSend({ SendFromSource: TRANSCRIPT_RULE }),
    line: 'error acme-exec: EventBridge is not notified, and trigger is eventbridge',
  },
  'notification-free': {
    make: ({ s3AndSqs }) => s3AndSqs.settings.forgetNotifications(BUCKET),
    given: beforeDeployment,
    line: 'ok acme-exec: none: deploying replaces nothing',
  },
  'notification-missing': {
    make: ({ s3AndSqs }) => s3AndSqs.settings.forgetNotifications(BUCKET),
    line: 'error acme-exec: queue transcripts is not notified',
  },
  'notification-narrow': {
    make: ({ deploy }) => deploy({ TRANSCRIPT_PREFIX: '' }),
    line: 'error acme-exec: the queue is notified of keys below "production/" only, and transcripts are below ""',
  },
  'notification-foreign': {
    make: ({ s3AndSqs }) => s3AndSqs.settings.configure(BUCKET, TOPIC),
    line: 'warning acme-exec: deploying with trigger s3-notification would remove what somebody else has there: virus-scan to arn:aws:sns:eu-central-1:111122223333:scan fix: set the option trigger to eventbridge',
  },

  'rule-works': {
    make: nothing,
    line: 'ok ecs-exec-evidence-execute-command: on, and sends ExecuteCommand calls to the queue',
  },
  'rule-missing': {
    make: ({ events }) => events.removeRule(RULES.SendFromExecuteCommand.Name),
    line: 'error ecs-exec-evidence-execute-command: there is no such rule, though it is deployed: ExecuteCommand calls do not reach the queue',
  },
  'rule-off': {
    make: ({ send }) => send({ ...RULES.SendFromStartSession, State: 'DISABLED' }),
    line: 'error ecs-exec-evidence-start-session: turned off: StartSession calls do not reach the queue fix: turn it on, and have what was missed reported with reconcile aws events enable-rule --region eu-central-1 --name ecs-exec-evidence-start-session',
  },
  'rule-not-to-queue': {
    make: ({ events }) => events.putRule(RULES.SendFromReconcile, [`${QUEUE_ARN}-of-somebody`]),
    line: 'error ecs-exec-evidence-reconcile: does not send to queue transcripts: hourly searches for what is missing do not reach it',
  },
  'rule-for-others': {
    make: async ({ send, letSend }) => {
      await letSend({ SendFromSource: TRANSCRIPT_RULE });
      send({ ...TRANSCRIPT_RULE, EventPattern: '{"detail":{"bucket":{"name":["acme-logs"]}}}' });
    },
    line: 'error ecs-exec-evidence-transcripts: set off by something else than announcements of transcripts: {"detail":{"bucket":{"name":["acme-logs"]}}}',
  },
  'rules-without-live': {
    make: ({ letSend }) => letSend({ SendFromSource: null }),
    line: 'note transcripts: no rule for calls as they are made (option liveSessions)',
  },
  'rules-without-reconcile': {
    make: ({ letSend }) => letSend({ SendFromSource: null }),
    line: 'note transcripts: no rule looks for what is missing (option reconcile)',
  },
  'rules-unknown': {
    make: ({ sqs, queueUrl }) =>
      sqs.send(new SetQueueAttributesCommand({ QueueUrl: queueUrl, Attributes: { Policy: '' } })),
    line: 'error transcripts: the policy of queue transcripts lets nobody send to it',
  },

  'no-clusters': {
    make: ({ ecs }) => ecs.removeCluster(clusterArn('production')),
    line: 'note eu-central-1: there is no cluster in eu-central-1',
  },
  'cluster-logged': {
    make: nothing,
    line: 'ok production: ECS Exec is logged to s3://acme-exec/production',
  },
  'cluster-logging-none': {
    make: ({ ecs }) => ecs.configureExec(clusterArn('production'), { logging: 'NONE' }),
    line: `error production: logging of ECS Exec is NONE: no session is recorded fix: aws ecs update-cluster --region eu-central-1 --cluster production --configuration '{"executeCommandConfiguration":{"logging":"OVERRIDE","logConfiguration":{"s3BucketName":"acme-exec","s3KeyPrefix":"production/"}}}'`,
  },
  'cluster-logging-default': {
    make: ({ ecs }) => ecs.configureExec(clusterArn('production'), {}),
    line: 'error production: logging of ECS Exec is DEFAULT',
  },
  'cluster-no-s3': {
    make: ({ ecs }) =>
      ecs.configureExec(clusterArn('production'), {
        logging: 'OVERRIDE',
        logConfiguration: { cloudWatchLogGroupName: '/ecs/exec' },
      }),
    line: `error production: ECS Exec is logged to CloudWatch Logs, and not to S3 fix: aws ecs update-cluster --region eu-central-1 --cluster production --configuration '{"executeCommandConfiguration":{"logging":"OVERRIDE","logConfiguration":{"cloudWatchLogGroupName":"/ecs/exec","s3BucketName":"acme-exec"`,
  },
  'cluster-other-bucket': {
    make: (account) => logTo(account, 'acme-logs'),
    line: 'error production: ECS Exec is logged to another bucket: acme-logs',
  },
  'cluster-outside-prefix': {
    make: (account) => logTo(account, BUCKET, 'prod'),
    line: 'error production: ECS Exec is logged to "prod" in the bucket, and only "production/" is looked after',
  },
  'cluster-idle': {
    make: ({ ecs, serve }) => {
      ecs.configureExec(clusterArn('sandbox'), { logging: 'NONE' });
      serve('sandbox', 'batch', false);
    },
    line: 'note sandbox: a session would not be recorded (logging is NONE), but no service or running task here has ECS Exec on',
  },
  'channel-key-usable': {
    make: ({ configure, kms, iam }) => {
      configure('production', { kmsKeyId: keyArn('channel') });
      kms.putKey(keyArn('channel'), 'Enabled');
      iam.grant(TASK_ROLE, ['kms:Decrypt'], keyArn('channel'));
    },
    line: 'ok production: the key of its sessions is enabled',
  },
  'channel-key-unusable': {
    make: ({ configure, kms }) => {
      configure('production', { kmsKeyId: keyArn('channel') });
      kms.putKey(keyArn('channel'), 'Disabled');
    },
    line: `error production: sessions are encrypted with key ${keyArn('channel')}, whose state is Disabled`,
  },

  'exec-on': { make: nothing, line: 'ok production: ECS Exec is on in 1 of 2 services: web' },
  'exec-off': {
    make: ({ serve }) => serve('production', 'web', false),
    line: 'ok production: ECS Exec is off in 2 services',
  },
  'exec-in-tasks': {
    make: ({ run, register }) => {
      register('migrate', TASK_ROLE);
      run('migrate');
      run('migrate');
      run('quiet', { enableExecuteCommand: false });
      run('web', { group: 'service:web' });
      run('web', { group: 'service:worker' });
    },
    line: 'ok production: ECS Exec is on in running tasks besides: migrate (a task of its own), worker (tasks from before it was off)',
  },
  'tasks-not-looked': {
    make: ({ run }) => {
      for (let index = 0; index < 501; index += 1) run('web', { group: 'service:web' });
    },
    line: 'note production: not looked at: running tasks after the first 500',
  },
  'exec-nowhere': {
    make: ({ serve }) => serve('production', 'web', false),
    line: 'note eu-central-1: ECS Exec is on in no service and no running task',
  },

  'role-allowed': {
    make: nothing,
    line: 'ok role/web-task: may open the channel of a session and upload its transcript',
  },
  'role-none': {
    make: ({ register }) => register('web', null),
    line: 'error production/web: its tasks have no task role',
  },
  'role-missing': {
    make: ({ iam }) => iam.forget(TASK_ROLE),
    line: 'error role/web-task: the tasks of production/web name a role that does not exist',
  },
  'role-channel-denied': {
    make: ({ iam }) => {
      iam.forget(TASK_ROLE);
      iam.grant(TASK_ROLE, ['s3:PutObject'], `arn:aws:s3:::${BUCKET}/`);
      iam.grant(TASK_ROLE, CHANNEL.slice(0, 3), '*');
    },
    line: 'error role/web-task: may not ssmmessages:OpenDataChannel: no shell can be opened fix: allow ssmmessages:OpenDataChannel on * in a policy of the role',
  },
  'role-upload-denied': {
    make: ({ iam }) => {
      iam.forget(TASK_ROLE);
      iam.grant(TASK_ROLE, CHANNEL, '*');
      iam.grant(TASK_ROLE, ['s3:PutObject'], `arn:aws:s3:::${BUCKET}/staging/`);
    },
    line: 'error role/web-task: may not upload to arn:aws:s3:::acme-exec/production/ecs-execute-command-00000000000000000.log: no transcript will arrive',
  },
  'role-encryption-check-denied': {
    make: ({ configure }) => configure('production', { s3EncryptionEnabled: true }),
    line: 'error role/web-task: may not see the encryption of the bucket, which the cluster has checked: no shell can be opened fix: allow s3:GetEncryptionConfiguration on arn:aws:s3:::acme-exec in a policy',
  },
  'role-key-denied': {
    make: ({ s3AndSqs, kms }) => {
      s3AndSqs.settings.encryptWith(BUCKET, keyArn('bucket-key'));
      kms.putKey(keyArn('bucket-key'), 'Enabled');
    },
    line: `warning role/web-task: may not kms:GenerateDataKey with ${keyArn('bucket-key')}, unless the policy of the key allows it`,
  },
  'role-unclear': {
    make: ({ iam }) => iam.keepSilentAbout('s3:PutObject'),
    line: 'warning role/web-task: IAM did not say whether it may s3:PutObject',
  },

  'policy-harmless': {
    make: ({ s3AndSqs }) =>
      s3AndSqs.settings.putPolicy(
        BUCKET,
        deny({ Condition: { Bool: { 'aws:SecureTransport': 'false' } } }, { Action: 's3:DeleteObject*' }),
      ),
    line: 'ok acme-exec: denies nobody here the upload or the reading of transcripts outright',
  },
  'policy-denies': {
    make: ({ s3AndSqs }) =>
      s3AndSqs.settings.putPolicy(BUCKET, deny({ Action: 's3:Put*', Principal: { AWS: TASK_ROLE } })),
    line: 'error acme-exec: its statement Deny0 denies role/web-task s3:PutObject on arn:aws:s3:::acme-exec/production/ecs-execute-command-00000000000000000.log: no transcript will arrive',
  },
  'policy-unclear': {
    make: ({ s3AndSqs }) =>
      s3AndSqs.settings.putPolicy(
        BUCKET,
        deny({
          Action: 's3:PutObject',
          Condition: { StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' } },
        }),
      ),
    line: 'under a condition (s3:x-amz-server-side-encryption), and whether it holds was not found out',
  },
  'reading-denied': {
    make: ({ iam, permit }) => {
      iam.forget(REPORTER_ROLE);
      permit(REPORTER_ROLE);
    },
    line: 'error role/reporter: the role of the function, arn:aws:iam::111122223333:role/reporter, may not s3:GetObject on arn:aws:s3:::acme-exec/production/',
  },
} satisfies Partial<Record<FindingId, Fault>>;
