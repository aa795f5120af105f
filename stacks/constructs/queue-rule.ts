import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { Construct } from 'constructs';

export interface QueueRuleProps {
  /** Of the rule in Terraform. */
  readonly logicalId: string;
  readonly name: string;
  readonly description: string;
  /** What sets it off: events that match, as JSON, or the time. */
  readonly on: { readonly eventPattern: string } | { readonly scheduleExpression: string };
  /** What it sends, by the name of the target in Terraform: a body; null for the event as it is. */
  readonly messages: Readonly<Record<string, string | null>>;
}

/** An EventBridge rule that sends to the queue, with every event of a kind or by the clock. */
export class QueueRule extends Construct {
  readonly arn: string;
  private readonly rule: CloudwatchEventRule;
  private readonly messages: QueueRuleProps['messages'];

  constructor(scope: Construct, id: string, { logicalId, name, description, on, messages }: QueueRuleProps) {
    super(scope, id);
    this.rule = new CloudwatchEventRule(this, logicalId, { name, description, ...on });
    this.messages = messages;
    this.arn = this.rule.arn;
  }

  /** @param deadLettersArn takes what could not be delivered for a day, which EventBridge would drop */
  sendTo(queueArn: string, deadLettersArn: string): void {
    for (const [logicalId, input] of Object.entries(this.messages)) {
      new CloudwatchEventTarget(this, logicalId, {
        rule: this.rule.name,
        targetId: logicalId,
        arn: queueArn,
        ...(input !== null && { input }),
        deadLetterConfig: { arn: deadLettersArn },
      });
    }
  }
}
