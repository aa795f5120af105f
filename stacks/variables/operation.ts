import { eachMatches, matches, oneOf, type VariableDefinition } from './definition';

// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html; 0 means never to Terraform.
const LOG_RETENTION_DAYS = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** How resources are named, who is alerted, and how long the log is kept. */
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
      'SNS topics that are notified when an alarm goes off and when it is over. Without any, the alarms show in CloudWatch and notify nobody.',
    validation: eachMatches(
      '^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_.-]+$',
      'alarm_sns_topic_arns is expected to be a list of SNS topic ARNs, such as arn:aws:sns:eu-central-1:111122223333:on-call.',
    ),
  },
  name_prefix: {
    type: 'string',
    default: 'ecs-exec-evidence',
    description:
      'Prefix of the name of everything this stack creates. Two deployments in one account and region need different prefixes. Changing it later would replace the queues and lose the messages in them, which Terraform refuses (prevent_destroy): docs/terraform.md says how it is done.',
    // 32, so that `<prefix>-reporter-<region>` stays within the 64 characters of a role name.
    validation: matches(
      '^[A-Za-z][A-Za-z0-9-]{0,31}$',
      'name_prefix is expected to be 1 to 32 letters, digits and hyphens, a letter first.',
    ),
  },
} as const satisfies Record<string, VariableDefinition>;
