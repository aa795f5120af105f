import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { Construct } from 'constructs';
import { expression } from './expression';
import { transcriptKeys } from './transcript-keys';

export interface TranscriptRuleProps {
  readonly name: string;
  readonly bucketName: string;
  /** Empty for the whole bucket. */
  readonly keyPrefix: string;
}

/** EventBridge announces each transcript. Whoever owns the bucket has turned on its delivery to EventBridge. */
export class TranscriptRule extends Construct {
  readonly arn: string;
  private readonly rule: CloudwatchEventRule;

  constructor(scope: Construct, id: string, props: TranscriptRuleProps) {
    super(scope, id);
    this.rule = new CloudwatchEventRule(this, 'transcript_created', {
      name: props.name,
      description: `ECS Exec transcripts uploaded to ${props.bucketName}`,
      // One wildcard, since a prefix and a suffix in one list would mean either of them.
      eventPattern: expression`jsonencode({"source" = ["aws.s3"], "detail-type" = ["Object Created"], "detail" = {"bucket" = {"name" = [${props.bucketName}]}, "object" = {"key" = [{"wildcard" = "${transcriptKeys(props.keyPrefix)}"}]}}})`,
    });
    this.arn = this.rule.arn;
  }

  /** @param deadLettersArn takes what could not be delivered for a day, which EventBridge would drop */
  sendTo(queueArn: string, deadLettersArn: string): void {
    new CloudwatchEventTarget(this, 'transcript_created_to_queue', {
      rule: this.rule.name,
      arn: queueArn,
      deadLetterConfig: { arn: deadLettersArn },
    });
  }
}
