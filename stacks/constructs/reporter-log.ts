import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { Token } from 'cdktf';
import { Construct } from 'constructs';

export interface ReporterLogProps {
  readonly functionName: string;
  readonly retentionInDays: string;
  /** Null: CloudWatch Logs encrypts with a key of its own. */
  readonly kmsKeyArn: string;
}

/** The function's log. Ours before it is Lambda's, which would keep it for ever and ask for the right to create it. */
export class ReporterLog extends Construct {
  readonly group: CloudwatchLogGroup;

  constructor(scope: Construct, id: string, props: ReporterLogProps) {
    super(scope, id);
    this.group = new CloudwatchLogGroup(this, 'reporter_log', {
      name: `/aws/lambda/${props.functionName}`,
      retentionInDays: Token.asNumber(props.retentionInDays),
      kmsKeyId: props.kmsKeyArn,
    });
  }
}
