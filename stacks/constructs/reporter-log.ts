import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { Token } from 'cdktf';
import { Construct } from 'constructs';

/** Where Lambda writes the log of a function unless it is told otherwise. */
export const logGroupOf = (functionName: string): string => `/aws/lambda/${functionName}`;

export interface ReporterLogProps {
  readonly functionName: string;
  readonly retentionInDays: string;
  /** Null: CloudWatch Logs encrypts with a key of its own. */
  readonly kmsKeyArn: string;
}

/** The function's log. If Lambda created it, it would be kept for ever, and the function would need the right to create it. */
export class ReporterLog extends Construct {
  readonly group: CloudwatchLogGroup;

  constructor(scope: Construct, id: string, props: ReporterLogProps) {
    super(scope, id);
    this.group = new CloudwatchLogGroup(this, 'reporter_log', {
      name: logGroupOf(props.functionName),
      retentionInDays: Token.asNumber(props.retentionInDays),
      kmsKeyId: props.kmsKeyArn,
    });
  }
}
