import type { FindingId } from '../../../cli/doctor/checks';
import { startSessionRecord } from '../../../stand-ins/recorded-session/start-session-record';
import { type Fault, nothing } from './fault';
import { ALICES_ROLE, PARAMETER, TOKEN } from './names';

const USER = 'arn:aws:iam::111122223333:user/bob';

/** Faults, and states, of Kosli, of CloudTrail, and of what goes past ECS Exec. */
export const SERVICE_FAULTS = {
  'parameter-secure': { make: nothing, line: 'ok kosli_api_token: a SecureString' },
  'parameter-missing': {
    make: ({ deploy }) => deploy({ KOSLI_API_TOKEN_PARAMETER: 'kosli_token' }),
    line: 'error kosli_token: there is no such parameter fix: run this, paste the token (it is not shown) and press return (read -rs TOKEN && printf %s "$TOKEN" | aws ssm put-parameter --region eu-central-1 --name kosli_token --type SecureString',
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
    line: 'error acme/new-flow: there is no flow new-flow in organization acme fix: run this again with --create-flow, or',
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
    line: 'AWSReservedSSO_OnCall_0123456789abcdef: may not ssm:StartSession on tasks',
  },
  'bypass-allowed': {
    make: (account) => {
      account.openSession(2);
      account.iam.grant(ALICES_ROLE, ['ssm:StartSession'], 'arn:aws:ecs:eu-central-1:111122223333:task/');
    },
    line: 'AWSReservedSSO_OnCall_0123456789abcdef: may ssm:StartSession on tasks of production, which opens an unrecorded shell',
  },
  'bypass-unclear': {
    make: (account) => {
      account.openSession(2);
      account.iam.keepSilentAbout('ssm:StartSession');
    },
    line: 'AWSReservedSSO_OnCall_0123456789abcdef: IAM did not say whether it may ssm:StartSession on tasks of production, for example because of a condition',
  },
  'bypass-looked': {
    make: ({ iam }) => iam.grant(USER, ['ssm:*'], 'arn:aws:ecs:eu-central-1:111122223333:task/'),
    line: 'ok eu-central-1: 4 roles and users looked at; IAM was asked what the 1 may that',
  },
  'bypass-not-asked': {
    make: ({ iam }) => {
      for (let index = 0; index < 53; index += 1)
        iam.grant(`${USER}-${index}`, ['ssm:StartSession'], 'arn:aws:ec2:');
    },
    line: 'note eu-central-1: not looked at: 3 more roles and users that may have a policy to call ssm:StartSession',
  },
  'bypass-not-listed': {
    make: ({ iam }) => {
      for (let index = 0; index < 60; index += 1) iam.allow(`${USER}-${index}`, null);
      iam.keepPagesShort(3);
    },
    line: 'note eu-central-1: not looked at: roles and users after the first 60 of the account',
  },
  'bypass-nowhere': {
    make: ({ serve }) => serve('production', 'web', false),
    line: 'ok eu-central-1: no task has ECS Exec on, so ssm:StartSession opens no shell in one',
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
} satisfies Partial<Record<FindingId, Fault>>;
