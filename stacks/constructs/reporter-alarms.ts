import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Token } from 'cdktf';
import { Construct } from 'constructs';
import { expression } from './expression';
import { RETENTION_DAYS } from './reporter-queue';

// A session may wait for its caller until the identity deadline, and then until the queue delivers it once more.
const GRACE_AFTER_DEADLINE_MINUTES = 60;

const PERIOD_SECONDS = 300;

// An alarm goes off with the first data point, and is over when as many periods in a row had none. What failed is retried
// after 30 minutes, and after a crash when it is visible again, six times the timeout of at most 15 minutes later: two hours
// are longer than either, so that one problem is one alarm however often it is retried.
const PERIODS_FOR_RETRIES = 24;
// The length of a queue and the age of its messages have a data point in every period, unless a message was just received.
const PERIODS_FOR_QUEUES = 3;

export interface ReporterAlarmsProps {
  readonly namePrefix: string;
  /** A list. */
  readonly snsTopicArns: string;
  readonly queueName: string;
  readonly deadLettersName: string;
  readonly redriveCommand: string;
  readonly functionName: string;
  readonly logGroupName: string;
  readonly metricsNamespace: string;
  readonly serviceName: string;
  /** For the text: where transcripts come from, and where their evidence should be. */
  readonly bucketName: string;
  readonly flowName: string;
  /** For the text: which CloudTrail trail it is; null: callers are only looked for in event history. */
  readonly cloudTrailLabel: string | null;
  readonly identityDeadlineMinutes: string;
}

interface Alarm {
  readonly id: string;
  readonly name: string;
  readonly namespace: string;
  readonly metric: string;
  readonly statistic: 'Maximum' | 'Sum';
  readonly dimensions: Readonly<Record<string, string>>;
  readonly threshold: number;
  readonly periods: number;
  /** For whoever is on call: which evidence may be missing, and where to begin. */
  readonly text: string;
}

const whereToLookForCallers = ({ cloudTrailLabel }: ReporterAlarmsProps): string =>
  cloudTrailLabel === null
    ? 'check whether the call was made in another region, or more than 48 hours before the upload: event history shows neither here.'
    : `check whether the CloudTrail trail ${cloudTrailLabel} is logging and delivering its files.`;

const alarmDefinitions = (props: ReporterAlarmsProps): readonly Alarm[] => {
  const recorded = `ECS Exec sessions recorded in bucket ${props.bucketName}`;
  const onKosli = `Kosli flow ${props.flowName}`;
  const log = `log group ${props.logGroupName}`;
  return [
    {
      id: 'oldest_message',
      name: 'transcripts-waiting',
      namespace: 'AWS/SQS',
      // Does not count what was received more than three times (SQS Developer Guide, CloudWatch metrics): ReportsFailed is for
      // messages the function returned to the queue; this alarm is for those that never reached it.
      metric: 'ApproximateAgeOfOldestMessage',
      statistic: 'Maximum',
      dimensions: { QueueName: props.queueName },
      threshold: Token.asNumber(
        expression`(${props.identityDeadlineMinutes} + ${GRACE_AFTER_DEADLINE_MINUTES}) * 60`,
      ),
      periods: PERIODS_FOR_QUEUES,
      text:
        `${recorded} are not on ${onKosli} yet, an hour after the identity deadline. Nothing is lost: they wait in ` +
        `queue ${props.queueName} for ${RETENTION_DAYS} days. Begin with the event source mapping of function ${props.functionName}: is it ` +
        `enabled, and does the function run? Then read ${log}.`,
    },
    {
      id: 'dead_lettered',
      name: 'dead-letters',
      namespace: 'AWS/SQS',
      metric: 'ApproximateNumberOfMessagesVisible',
      statistic: 'Maximum',
      dimensions: { QueueName: props.deadLettersName },
      threshold: 0,
      periods: PERIODS_FOR_QUEUES,
      text:
        `${recorded} may be missing on ${onKosli} for good unless somebody acts within ${RETENTION_DAYS} days: their messages are in the dead-letter ` +
        `queue. Begin with the attributes of the messages in ${props.deadLettersName}, which say why. Once the cause is fixed, redrive ` +
        `them: ${props.redriveCommand}`,
    },
    {
      id: 'function_errors',
      name: 'reporter-errors',
      namespace: 'AWS/Lambda',
      metric: 'Errors',
      statistic: 'Sum',
      dimensions: { FunctionName: props.functionName },
      threshold: 0,
      periods: PERIODS_FOR_RETRIES,
      text:
        `The reporter crashed, ran out of time or out of memory, so ${recorded} reach ${onKosli} late. Their messages are ` +
        `retried automatically. Begin with the last ERROR or Task timed out in ${log}.`,
    },
    {
      id: 'function_throttles',
      name: 'reporter-throttled',
      namespace: 'AWS/Lambda',
      metric: 'Throttles',
      statistic: 'Sum',
      dimensions: { FunctionName: props.functionName },
      threshold: 0,
      periods: PERIODS_FOR_RETRIES,
      text:
        `Lambda throttled the reporter, so ${recorded} reach ${onKosli} late. Nothing is lost. Begin with the concurrency limit of ` +
        'this account and region: other functions are using it up.',
    },
    {
      id: 'sessions_unattributed',
      name: 'sessions-unattributed',
      namespace: props.metricsNamespace,
      metric: 'SessionsUnattributed',
      statistic: 'Sum',
      dimensions: { service: props.serviceName },
      threshold: 0,
      periods: PERIODS_FOR_RETRIES,
      text:
        `Nobody could be identified for ${recorded}: on ${onKosli} they are on trails unattributed-<session id>, not compliant. Begin with ` +
        `the reason in their user-identity, then ${whereToLookForCallers(props)}`,
    },
    {
      id: 'reports_failed',
      name: 'reports-failed',
      namespace: props.metricsNamespace,
      metric: 'ReportsFailed',
      statistic: 'Sum',
      dimensions: { service: props.serviceName },
      threshold: 0,
      periods: PERIODS_FOR_RETRIES,
      text:
        `${recorded} were not accepted, so they are missing on ${onKosli}; they are retried for 13 days. Begin with the errors in ` +
        `${log}: they say whether it is the API token, the flow, a permission or Kosli itself, and what to change.`,
    },
  ];
};

/** Partial batch failures are not Lambda errors, so alarms watch both queues and the reporter's own metrics as well. */
export class ReporterAlarms extends Construct {
  readonly arns: readonly string[];

  constructor(scope: Construct, id: string, props: ReporterAlarmsProps) {
    super(scope, id);
    const alarms = alarmDefinitions(props).map(
      (alarm) =>
        new CloudwatchMetricAlarm(this, alarm.id, {
          alarmName: `${props.namePrefix}-${alarm.name}`,
          alarmDescription: `${alarm.text} Runbook: docs/runbook.md#${alarm.name}`,
          namespace: alarm.namespace,
          metricName: alarm.metric,
          dimensions: alarm.dimensions,
          statistic: alarm.statistic,
          period: PERIOD_SECONDS,
          evaluationPeriods: alarm.periods,
          datapointsToAlarm: 1,
          comparisonOperator: 'GreaterThanThreshold',
          threshold: alarm.threshold,
          // Without sessions there are no data points.
          treatMissingData: 'notBreaching',
          alarmActions: Token.asList(props.snsTopicArns),
          okActions: Token.asList(props.snsTopicArns),
        }),
    );
    this.arns = alarms.map(({ arn }) => arn);
  }
}
