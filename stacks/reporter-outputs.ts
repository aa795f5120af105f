import type { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import type { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import type { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import type { TokenParameter } from './constructs/token-parameter';

export interface ReporterOutputs {
  readonly queue: SqsQueue;
  readonly deadLetters: SqsQueue;
  readonly redriveCommand: string;
  readonly functionName: string;
  readonly log: CloudwatchLogGroup;
  readonly role: IamRole;
  readonly token: TokenParameter;
}

/** The Terraform outputs of the stack `evidence-reporter`, by name. */
export const reporterOutputs = (reporter: ReporterOutputs) => ({
  queue_url: {
    value: reporter.queue.url,
    description: 'URL of the queue in which transcripts wait to be reported.',
  },
  dead_letter_queue_url: {
    value: reporter.deadLetters.url,
    description: 'URL of the dead-letter queue, for messages that cannot be reported.',
  },
  queue_arn: {
    value: reporter.queue.arn,
    description: 'ARN of the queue, for policies and alarms of your own.',
  },
  dead_letter_queue_arn: {
    value: reporter.deadLetters.arn,
    description: 'ARN of the dead-letter queue, for policies and alarms of your own.',
  },
  redrive_command: {
    value: reporter.redriveCommand,
    description: 'Once the cause is fixed: moves dead letters back to the queue, to be reported after all.',
  },
  function_name: { value: reporter.functionName, description: 'Name of the function, the reporter.' },
  log_group_name: {
    value: reporter.log.name,
    description: 'Log group of the function: what it has reported, and what it could not and why.',
  },
  role_arn: {
    value: reporter.role.arn,
    description: 'ARN of the role of the function, for policies of keys and buckets in other accounts.',
  },
  token_command: {
    value: reporter.token.command,
    description: `Next step, in bash or zsh: prompts for the Kosli API token and stores it where the reporter reads it. Terraform never sees it.${
      reporter.token.service === 'secretsmanager'
        ? ' For a secret that exists, write put-secret-value --secret-id in place of create-secret --name.'
        : ''
    }`,
  },
});
