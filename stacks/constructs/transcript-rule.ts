import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { Construct } from 'constructs';
import { expression } from './expression';

export interface TranscriptRuleProps {
  readonly name: string;
  readonly bucketName: string;
  /** Empty for the whole bucket. */
  readonly keyPrefix: string;
}

/** EventBridge announces each transcript. The bucket's owner has turned EventBridge delivery on; nothing of it is ours. */
export class TranscriptRule extends Construct {
  readonly arn: string;
  private readonly rule: CloudwatchEventRule;

  constructor(scope: Construct, id: string, props: TranscriptRuleProps) {
    super(scope, id);
    this.rule = new CloudwatchEventRule(this, 'transcript_created', {
      name: props.name,
      description: `ECS Exec transcripts uploaded to ${props.bucketName}`,
      // One wildcard, since a prefix and a suffix in one list would mean either of them.
      eventPattern: expression`jsonencode({"source" = ["aws.s3"], "detail-type" = ["Object Created"], "detail" = {"bucket" = {"name" = [${props.bucketName}]}, "object" = {"key" = [{"wildcard" = "${props.keyPrefix}*ecs-execute-command-*.log"}]}}})`,
    });
    this.arn = this.rule.arn;
  }

  /** @param deadLettersArn takes what the queue would not for a day, which EventBridge drops otherwise */
  sendTo(queueArn: string, deadLettersArn: string): void {
    new CloudwatchEventTarget(this, 'transcript_created_to_queue', {
      rule: this.rule.name,
      arn: queueArn,
      deadLetterConfig: { arn: deadLettersArn },
    });
  }
}
