import { Fn, Op, Token } from 'cdktf';

/** A claim Terraform checks before it plans. `holds` builds its expression from functions, since `synth --hcl` does not escape quotes in written ones. */
interface Validation {
  readonly holds: (value: string) => unknown;
  /** What was expected. Terraform shows the value given by itself. */
  readonly message: string;
}

export interface VariableDefinition {
  readonly type: 'string' | 'number' | 'list(string)' | 'map(string)';
  /** No default: Terraform asks for it. */
  readonly default?: string | number | readonly string[] | Readonly<Record<string, string>>;
  /** Without double quotes, which `synth --hcl` does not escape either. */
  readonly description: string;
  readonly validation: readonly Validation[];
}

// Terraform's regex finds a match anywhere, so every pattern has both ends; [.] stands for \. because one escape less survives HCL.
const matches = (pattern: string, message: string): readonly Validation[] => [
  { holds: (value) => Fn.can(Fn.regex(pattern, value)), message },
];

const wholeNumber = (min: number, max: number, message: string): readonly Validation[] => [
  {
    holds: (value) =>
      Op.and(Op.and(Op.gte(value, min), Op.lte(value, max)), Op.eq(Fn.floor(Token.asNumber(value)), value)),
    message,
  },
];

// The function's own list (lambda/session/trail-name.ts) is out of reach here: of the function a stack knows the environment's
// type alone. A test compares the two.
const TRAIL_NAME_TOKENS = [
  'principalId',
  'principalName',
  'sessionId',
  'cluster',
  'service',
  'accountId',
  'region',
  'date',
] as const;

// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html; 0 is Terraform's word for never.
const LOG_RETENTION_DAYS = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/**
 * The Terraform variables, once: the stacks declare them from here, and the README's table and the module's inputs are
 * tested against it.
 */
export const VARIABLES = {
  kosli_org_name: {
    type: 'string',
    description: 'Kosli organization the evidence is reported to.',
    validation: matches(
      '^[A-Za-z0-9][A-Za-z0-9._~-]*$',
      'kosli_org_name is expected to be the name of a Kosli organization as its URL shows it: letters, digits and . _ ~ - only, a letter or digit first.',
    ),
  },
  kosli_flow_name: {
    type: 'string',
    description: 'Kosli flow whose trails hold the sessions. It has to exist.',
    validation: matches(
      '^[A-Za-z0-9][A-Za-z0-9._~-]*$',
      'kosli_flow_name is expected to be the name of a Kosli flow: letters, digits and . _ ~ - only, a letter or digit first.',
    ),
  },
  ecs_exec_log_bucket_name: {
    type: 'string',
    description:
      'S3 bucket ECS Exec uploads its transcripts to: s3BucketName in the executeCommandConfiguration of the clusters. It has to exist, in the region of this stack.',
    validation: matches(
      '^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$',
      'ecs_exec_log_bucket_name is expected to be the name of an S3 bucket, without s3:// and not an ARN.',
    ),
  },
  kosli_api_token_ssm_parameter_name: {
    type: 'string',
    default: 'kosli_api_token',
    description:
      'SSM parameter (SecureString) that holds the Kosli API token; with the option tokenSource: secrets-manager, the secret. Terraform never reads it: the function does, at run time.',
    // IAM takes * and ? for wildcards, so a name with one of them would open more than one parameter.
    validation: matches(
      '^[A-Za-z0-9_./+=@-]+$',
      'kosli_api_token_ssm_parameter_name is expected to be the name of a parameter or secret, not its ARN and never the token: letters, digits and _ . / + = @ - only.',
    ),
  },
  kosli_host: {
    type: 'string',
    default: 'https://app.kosli.com',
    description: 'Where Kosli is. Plain http is accepted for this very machine only.',
    validation: matches(
      '^(https://[A-Za-z0-9.-]+|http://(127[.]0[.]0[.]1|localhost|[[]::1[]]))(:[0-9]+)?/?$',
      'kosli_host is expected to be an https address without a path, such as https://app.kosli.com; http is for 127.0.0.1, localhost and [::1] only.',
    ),
  },
  ecs_exec_log_prefix: {
    type: 'string',
    default: '',
    description:
      'What every transcript key begins with: s3KeyPrefix in the executeCommandConfiguration of the clusters. Empty for the whole bucket.',
    validation: matches(
      "^([A-Za-z0-9!_.'()=-][A-Za-z0-9!_.'()=/-]*)?$",
      'ecs_exec_log_prefix is expected to be the beginning of the transcript keys, without a slash in front and without wildcards, such as prod/ or nothing at all.',
    ),
  },
  trail_name_template: {
    type: 'string',
    default: '{principalId}',
    description: `Name of the trail of a session. Tokens: ${TRAIL_NAME_TOKENS.map((token) => `{${token}}`).join(' ')}. What Kosli does not allow in a name becomes a hyphen.`,
    validation: matches(
      `^([^{}]|[{](${TRAIL_NAME_TOKENS.join('|')})[}])+$`,
      `trail_name_template is expected to be a name with no tokens but ${TRAIL_NAME_TOKENS.map((token) => `{${token}}`).join(' ')}.`,
    ),
  },
  identity_deadline_minutes: {
    type: 'number',
    default: 60,
    description:
      'How old a transcript may get, in minutes, while CloudTrail is asked who opened the session. After that it is reported all the same, as unattributed and not compliant.',
    validation: wholeNumber(
      5,
      1440,
      'identity_deadline_minutes is expected to be a whole number of minutes from 5 to 1440: CloudTrail needs some minutes, and a day later it knows no more.',
    ),
  },
  transcript_grace_minutes: {
    type: 'number',
    default: 180,
    description:
      'Reserved, without effect in this release: how long, in minutes, a session may go without a transcript before a later release reports that none was uploaded.',
    validation: wholeNumber(
      15,
      10_080,
      'transcript_grace_minutes is expected to be a whole number of minutes from 15 to 10080.',
    ),
  },
  cloudwatch_logs_retention_in_days: {
    type: 'number',
    default: 90,
    description: 'How long the log of the function is kept, in days; 0 keeps it for ever.',
    validation: [
      {
        holds: (value) => Fn.contains(LOG_RETENTION_DAYS, value),
        message: `cloudwatch_logs_retention_in_days is expected to be one of ${LOG_RETENTION_DAYS.join(', ')}.`,
      },
    ],
  },
  alarm_sns_topic_arns: {
    type: 'list(string)',
    default: [],
    description:
      'SNS topics the alarms notify. With none the alarms still show in CloudWatch, and wake nobody.',
    validation: [
      {
        holds: (value) =>
          Fn.can(
            Fn.regex(
              '^(arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_.-]+(,|$))*$',
              Fn.join(',', Fn.tolist(value)),
            ),
          ),
        message:
          'alarm_sns_topic_arns is expected to be a list of SNS topic ARNs, such as arn:aws:sns:eu-central-1:111122223333:on-call.',
      },
    ],
  },
  name_prefix: {
    type: 'string',
    default: 'ecs-exec-evidence',
    description:
      'What the names of everything this stack creates begin with. Two deployments in one account and region need two.',
    // 32, so that `<prefix>-reporter-<region>` stays within the 64 characters of a role name.
    validation: matches(
      '^[A-Za-z][A-Za-z0-9-]{0,31}$',
      'name_prefix is expected to be 1 to 32 letters, digits and hyphens, a letter first.',
    ),
  },
  tags: {
    type: 'map(string)',
    default: {},
    description: 'Tags for everything this stack creates.',
    validation: [],
  },
} as const satisfies Record<string, VariableDefinition>;

export type VariableName = keyof typeof VARIABLES;
