import { eachMatches, matches, oneOf, type VariableDefinition } from './definition';

// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html; 0 is Terraform's word for never.
const LOG_RETENTION_DAYS = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** What things are called, who is woken, and how long the log is kept. */
export const OPERATION_VARIABLES = {
  cloudwatch_logs_retention_in_days: {
    type: 'number',
    default: 365,
    description: 'How long the log of the function is kept, in days; 0 keeps it for ever.',
    validation: oneOf(
      LOG_RETENTION_DAYS,
      `cloudwatch_logs_retention_in_days is expected to be one of ${LOG_RETENTION_DAYS.join(', ')}.`,
    ),
  },
  alarm_sns_topic_arns: {
    type: 'list(string)',
    default: [],
    description:
      'SNS topics the alarms notify, when they go off and when all is well again. With none the alarms still show in CloudWatch, and wake nobody.',
    validation: eachMatches(
      '^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_.-]+$',
      'alarm_sns_topic_arns is expected to be a list of SNS topic ARNs, such as arn:aws:sns:eu-central-1:111122223333:on-call.',
    ),
  },
  name_prefix: {
    type: 'string',
    default: 'ecs-exec-evidence',
    description:
      'What the names of everything this stack creates begin with. Two deployments in one account and region need two. To change it later would replace the queues with the messages in them, which Terraform refuses (prevent_destroy): docs/terraform.md has the way.',
    // 32, so that `<prefix>-reporter-<region>` stays within the 64 characters of a role name.
    validation: matches(
      '^[A-Za-z][A-Za-z0-9-]{0,31}$',
      'name_prefix is expected to be 1 to 32 letters, digits and hyphens, a letter first.',
    ),
  },
} as const satisfies Record<string, VariableDefinition>;
