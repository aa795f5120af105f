import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { FindingId } from '../../../cli/doctor/checks';
import { SESSION_ID, TASK_ID } from '../../../stand-ins/recorded-session/session';
import { startSessionRecord } from '../../../stand-ins/recorded-session/start-session-record';
import {
  type Account,
  ALICES_ROLE,
  BUCKET,
  CHANNEL,
  clusterArn,
  EVIDENCE,
  keyArn,
  PARAMETER,
  reportSession,
  TASK_ROLE,
  TOKEN,
  TRAIL_NAME,
} from './account';

/** What is done to a healthy account, and the line that must be read then. */
export interface Fault {
  readonly make: (account: Account) => unknown;
  readonly given?: Readonly<Record<string, unknown>>;
  /** Part of the text, its white space taken for single blanks. */
  readonly line: string;
}

const nothing = () => {};
const BEFORE = { bucket: BUCKET, 'kosli-org': 'acme', 'kosli-flow': 'production-access' };

/** Before deployment, with Kosli where the stand-in is: the line does not depend on it. */
const beforeDeployment = { ...BEFORE, 'kosli-host': 'http://127.0.0.1:9' };
const TOPIC = {
  id: 'virus-scan',
  targetArn: 'arn:aws:sns:eu-central-1:111122223333:scan',
  prefix: '',
  suffix: '',
};

const logTo = (account: Account, s3BucketName: string, s3KeyPrefix = '') =>
  account.ecs.configureExec(clusterArn('production'), {
    logging: 'OVERRIDE',
    logConfiguration: { s3BucketName, s3KeyPrefix },
  });

/** A fault, or a state, for each kind of finding; the compiler asks for one of each. */
export const FAULTS: Readonly<Record<FindingId, Fault>> = {
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
    make: ({ s3AndSqs }) => {
      s3AndSqs.settings.forgetNotifications(BUCKET);
      s3AndSqs.settings.turnOnEventBridge(BUCKET);
    },
    line: 'ok acme-exec: EventBridge is notified of each transcript (its rule was not looked at)',
  },
  'notification-free': {
    make: ({ s3AndSqs }) => s3AndSqs.settings.forgetNotifications(BUCKET),
    given: beforeDeployment,
    line: 'ok acme-exec: none: deploying replaces nothing',
  },
  'notification-missing': {
    make: ({ s3AndSqs }) => s3AndSqs.settings.forgetNotifications(BUCKET),
    line: 'error acme-exec: neither queue transcripts nor EventBridge is notified',
  },
  'notification-narrow': {
    make: ({ deploy }) => deploy({ TRANSCRIPT_PREFIX: '' }),
    line: 'error acme-exec: the queue is notified of keys below "production/" only, and transcripts are below ""',
  },
  'notification-foreign': {
    make: ({ s3AndSqs }) => s3AndSqs.settings.configure(BUCKET, TOPIC),
    line: 'warning acme-exec: deploying with trigger s3-notification would remove what somebody else has there: virus-scan to arn:aws:sns:eu-central-1:111122223333:scan fix: set the option trigger to eventbridge',
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
    line: `error production: logging of ECS Exec is NONE: no session is recorded fix: aws ecs update-cluster --cluster production --configuration '{ "executeCommandConfiguration": { "logging": "OVERRIDE", "logConfiguration": { "s3BucketName": "acme-exec", "s3KeyPrefix": "production/" } } }'`,
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
    line: `error production: ECS Exec is logged to CloudWatch Logs, and not to S3 fix: aws ecs update-cluster --cluster production --configuration '{ "executeCommandConfiguration": { "logging": "OVERRIDE", "logConfiguration": { "cloudWatchLogGroupName": "/ecs/exec", "s3BucketName": "acme-exec"`,
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
    line: 'note sandbox: a session would not be recorded (logging is NONE), but no service here has ECS Exec on',
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
  'exec-nowhere': {
    make: ({ serve }) => serve('production', 'web', false),
    line: 'note eu-central-1: ECS Exec is on in no service',
  },

  'role-allowed': {
    make: nothing,
    line: 'ok role/web-task: may open the channel of a session and upload its transcript',
  },
  'role-none': {
    make: ({ register }) => register('web', null),
    line: 'error production/web: the tasks of production/web have no task role',
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

  'parameter-secure': { make: nothing, line: 'ok kosli_api_token: a SecureString' },
  'parameter-missing': {
    make: ({ deploy }) => deploy({ KOSLI_API_TOKEN_PARAMETER: 'kosli_token' }),
    line: 'error kosli_token: there is no such parameter fix: aws ssm put-parameter --name kosli_token --type SecureString',
  },
  'parameter-empty': {
    make: ({ ssm }) => ssm.putSecret(PARAMETER, ' '),
    line: 'error kosli_api_token: the parameter is empty',
  },
  'parameter-malformed': {
    make: ({ ssm }) => ssm.putSecret(PARAMETER, 'line\nbreak'),
    line: 'error kosli_api_token: it has characters that a token cannot have',
  },
  'parameter-plain': {
    make: ({ ssm }) => ssm.putPlain(PARAMETER, TOKEN),
    line: 'warning kosli_api_token: its type is String, not SecureString: the token is stored in the clear',
  },
  'flow-there': {
    make: nothing,
    line: 'ok acme/production-access: the token is valid; organization and flow are there',
  },
  'flow-created': {
    make: ({ deploy }) => deploy({ KOSLI_FLOW: 'new-flow' }),
    given: { 'create-flow': true },
    line: 'note acme/new-flow: there was no flow new-flow in organization acme; it was created',
  },
  'flow-missing': {
    make: ({ deploy }) => deploy({ KOSLI_FLOW: 'new-flow' }),
    line: 'error acme/new-flow: there is no flow new-flow in organization acme fix: doctor --create-flow',
  },
  'token-refused': {
    make: ({ kosli }) => kosli.rotateToken('another'),
    line: 'error acme/production-access: Kosli refuses the token (401)',
  },
  'token-denied': {
    make: ({ deploy }) => deploy({ KOSLI_ORG: 'acne' }),
    line: 'error acne/production-access: Kosli denies the token organization acne (403)',
  },

  'trail-works': { make: nothing, line: 'ok organization: logs management events; last delivery 4 min' },
  'trail-none': {
    make: ({ cloudtrail }) => cloudtrail.removeTrail('organization'),
    line: 'warning eu-central-1: no CloudTrail trail covers eu-central-1: EventBridge sees no call',
  },
  'trail-stopped': {
    make: ({ putTrail }) => putTrail({ IsLogging: false }),
    line: 'warning organization: its logging is turned off',
  },
  'trail-without-writes': {
    make: ({ putTrail }) =>
      putTrail({
        AdvancedEventSelectors: [
          {
            FieldSelectors: [
              { Field: 'eventCategory', Equals: ['Management'] },
              { Field: 'readOnly', Equals: ['true'] },
            ],
          },
        ],
      }),
    line: 'warning organization: it logs no management events that write',
  },
  'trail-not-delivering': {
    make: ({ putTrail }) => putTrail({ LatestDeliveryError: 'AccessDenied' }),
    line: 'error organization: CloudTrail could not deliver to bucket acme-cloudtrail: AccessDenied',
  },
  'trail-delivery-old': {
    make: ({ putTrail }) => putTrail({ LatestDeliveryTime: Date.now() / 1000 - 2 * 86_400 }),
    line: 'warning organization: the last delivery to bucket acme-cloudtrail was 2 d ago, expected minutes',
  },
  'trail-other-bucket': {
    make: ({ deploy }) => deploy({ CLOUDTRAIL_BUCKET: 'acme-trial' }),
    line: 'error eu-central-1: the function searches bucket acme-trial, and no CloudTrail trail here writes there fix: correct cloudtrail_bucket_name: the CloudTrail trails here write to acme-cloudtrail',
  },

  'bypass-none': {
    make: nothing,
    line: 'ok eu-central-1: nobody opened a shell in a task with ssm:StartSession (0 calls of event history)',
  },
  'bypass-happened': {
    make: ({ cloudtrail }) =>
      cloudtrail.record(
        startSessionRecord({ openedAt: new Date('2026-11-20T08:00:00Z'), eventId: 'one' }),
        startSessionRecord({ openedAt: new Date('2026-11-20T09:00:00Z'), eventId: 'two' }),
      ),
    line: '/alice@example.com opened a shell in a task with ssm:StartSession, unrecorded, 2 times; last 2026-11-20T09:00:00.000Z',
  },
  'bypass-denied': {
    make: (account) => account.openSession(2),
    line: 'AWSReservedSSO_OnCall_0123456789abcdef: may not ssm:StartSession on the task it opened a session in',
  },
  'bypass-allowed': {
    make: (account) => {
      account.openSession(2);
      account.iam.grant(ALICES_ROLE, ['ssm:StartSession'], 'arn:aws:ecs:eu-central-1:111122223333:task/');
    },
    line: 'AWSReservedSSO_OnCall_0123456789abcdef: may ssm:StartSession on tasks, which opens an unrecorded shell',
  },
  'bypass-unclear': {
    make: (account) => {
      account.openSession(2);
      account.iam.keepSilentAbout('ssm:StartSession');
    },
    line: 'AWSReservedSSO_OnCall_0123456789abcdef: IAM did not say whether it may ssm:StartSession on tasks',
  },
  'bypass-not-looked': {
    make: nothing,
    line: 'note eu-central-1: not looked at: who may ssm:StartSession on tasks',
  },
  'bypass-older': {
    make: ({ cloudtrail }) =>
      cloudtrail.record(
        ...Array.from({ length: 160 }, (_, index) =>
          startSessionRecord({ eventId: `e${index}`, target: 'i-0123456789abcdef0' }),
        ),
      ),
    line: 'note eu-central-1: not looked at: StartSession calls before the newest 150',
  },

  'function-active': {
    make: nothing,
    line: 'ok ecs-exec-evidence-reporter: Active, version $LATEST, nodejs24.x, updated 2026-11-20 09:30',
  },
  'function-not-active': {
    make: ({ deploy }) => deploy({}, { State: 'Failed', StateReason: 'The subnet is gone.' }),
    line: 'error ecs-exec-evidence-reporter: its state is Failed: The subnet is gone.',
  },
  'function-update-failed': {
    make: ({ deploy }) =>
      deploy({}, { LastUpdateStatus: 'Failed', LastUpdateStatusReason: 'The role cannot be assumed.' }),
    line: 'error ecs-exec-evidence-reporter: its last update of 2026-11-20 09:30 is Failed: The role cannot be assumed.',
  },
  'mapping-enabled': { make: nothing, line: 'ok transcripts: the queue is read by the function' },
  'mapping-missing': {
    make: ({ deploy, deadLetterQueueUrl }) => deploy({ QUEUE_URL: deadLetterQueueUrl }),
    line: 'error dead-letters: no event source mapping connects the queue to the function',
  },
  'mapping-disabled': {
    make: ({ map }) => map('Disabled'),
    line: 'error transcripts: its event source mapping is Disabled: messages wait',
  },
  'queue-short': { make: ({ age }) => age(600), line: 'ok transcripts: 0 messages, the oldest 10 min' },
  'queue-old': {
    make: async ({ age, sqs, queueUrl }) => {
      age(7_500);
      await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: 'late' }));
    },
    line: 'warning transcripts: the oldest of 1 messages has waited for 2 h 5 min, expected at most 2 h',
  },
  'queue-missing': {
    make: ({ deploy, queueUrl }) => deploy({ DEAD_LETTER_QUEUE_URL: `${queueUrl}-gone` }),
    line: 'error transcripts-gone: there is no such queue',
  },
  'dead-letters-none': { make: nothing, line: 'ok dead-letters: no message was given up' },
  'dead-letters': {
    make: ({ sqs, deadLetterQueueUrl }) =>
      sqs.send(new SendMessageCommand({ QueueUrl: deadLetterQueueUrl, MessageBody: 'given up' })),
    line: 'warning dead-letters: 1 messages were given up; after 14 days they are gone',
  },

  'session-none': {
    make: nothing,
    line: 'note eu-central-1: event history of eu-central-1 shows no session',
  },
  'session-open': {
    make: (account) => {
      account.openSession(2);
      account.ssm.openSession({ SessionId: SESSION_ID, Target: 'ecs:production_a_b', StartDate: 1 });
    },
    line: 'and still open',
  },
  'session-call': {
    make: reportSession,
    line: `ok ${SESSION_ID}: opened by AROAEXAMPLEROLEID1234:alice@example.com, 20`,
  },
  'session-ended': { make: reportSession, line: 'ok end: 10 min after the call' },
  'session-end-unknown': {
    make: (account) => account.openSession(2),
    line: "note end: not in SSM's session history, which goes back 30 days",
  },
  'transcript-there': { make: reportSession, line: 'ok transcript: 3 s after the end' },
  'transcript-awaited': {
    make: (account) => {
      account.openSession(2);
      account.endSession(2);
    },
    line: 'note transcript: not there yet; expected within 180 minutes',
  },
  'transcript-missing': {
    make: (account) => {
      account.openSession(30);
      account.endSession(30);
    },
    line: 'error transcript: missing 1 d 5 h after the end fix: see above under task roles',
  },
  'transcript-nowhere': {
    make: (account) => {
      account.openSession(2);
      logTo(account, 'acme-logs');
    },
    line: 'error transcript: missing, because its cluster uploads none to the bucket',
  },
  'evidence-there': {
    make: reportSession,
    line: `ok evidence: on trail ${TRAIL_NAME}: user-identity 1 h 50 min,`,
  },
  'evidence-awaited': {
    make: (account) => {
      account.openSession(2);
      account.endSession(2);
      account.attest(TRAIL_NAME, SESSION_ID, 'user-identity', 'service-identity');
    },
    line: `note evidence: on trail ${TRAIL_NAME}, command-logs not there yet`,
  },
  'evidence-missing': {
    make: async (account) => {
      account.openSession(30);
      account.endSession(30);
      await account.upload(30);
      account.attest(TRAIL_NAME, SESSION_ID, 'user-identity', 'service-identity');
      // Of another session.
      account.attest(TRAIL_NAME, 'ecs-execute-command-11111111111111111', 'command-logs');
    },
    line: `error evidence: on trail ${TRAIL_NAME}, command-logs missing 1 d 5 h after the end`,
  },
  'session-unattributed': {
    make: async (account) => {
      account.openSession(2);
      await account.upload(2);
      account.attest(`unattributed-${SESSION_ID}`, SESSION_ID, ...EVIDENCE);
    },
    line: `warning evidence: on trail unattributed-${SESSION_ID}: its caller was not found in time`,
  },
  'trail-unknown': {
    make: (account) => {
      account.openSession(30);
      account.deploy({ TRAIL_NAME_TEMPLATE: '{service}' });
      account.ecs.forget(TASK_ID);
    },
    line: 'note evidence: not looked at; the name of its trail needs the service, and ECS has forgotten the task',
  },
  'evidence-not-deployed': {
    make: (account) => account.openSession(2),
    given: beforeDeployment,
    line: 'note evidence: not looked at; nothing is deployed',
  },
  'evidence-without-token': {
    make: (account) => {
      account.openSession(2);
      account.deploy({ KOSLI_API_TOKEN_PARAMETER: 'kosli_token' });
    },
    line: 'note evidence: not looked at; see above under Kosli',
  },

  'could-not-look': {
    make: ({ ecs }) => ecs.deny('ListServices'),
    line: 'warning production: could not look at the services of the cluster; needs permission ecs:ListServices and ecs:DescribeServices',
  },
  'no-answer': {
    make: ({ kosli }) => kosli.injectFault({ method: 'GET' }, { kind: 'answer', status: 503 }),
    line: 'it answered 503',
  },
};
