import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Token } from 'cdktf';
import { Construct } from 'constructs';
import { expression } from './expression';

// A session may wait for its caller until the identity deadline, and then once more for the queue to hand it out.
const GRACE_AFTER_DEADLINE_MINUTES = 60;

const PERIOD_SECONDS = 300;

// An alarm goes off with the first data point, and is over when as many periods in a row had none. What failed is tried again
// after 30 minutes, and after a crash when it is visible again, six times the timeout of at most 15 minutes later: two hours
// are longer than either, so that one trouble is one alarm however often it is met.
const PERIODS_OF_TRIES = 24;
// A depth or an age is there in every period, but for what somebody has just received.
const PERIODS_OF_STATES = 3;

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
  /** For the text: where transcripts come from, and where their evidence is missed. */
  readonly bucketName: string;
  readonly flowName: string;
  /** Null: callers are looked for in event history alone. */
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
  /** For whoever is woken: which evidence may be missing, and where to begin. */
  readonly text: string;
}

const whereCallersAre = ({ cloudTrailLabel }: ReporterAlarmsProps): string =>
  cloudTrailLabel === null
    ? 'see whether the call was made in another region, or more than 48 hours before the upload: event history shows neither here.'
    : `see whether the CloudTrail trail ${cloudTrailLabel} is logging and delivers its files.`;

const alarmsOf = (props: ReporterAlarmsProps): readonly Alarm[] => {
  const recorded = `ECS Exec sessions recorded in bucket ${props.bucketName}`;
  const onKosli = `Kosli flow ${props.flowName}`;
  const log = `log group ${props.logGroupName}`;
  return [
    {
      id: 'oldest_message',
      name: 'transcripts-waiting',
      namespace: 'AWS/SQS',
      // Leaves out what was received more than three times (SQS Developer Guide, CloudWatch metrics): messages the function
      // saw and gave back are what ReportsFailed is for; this one sees those it never came to.
      metric: 'ApproximateAgeOfOldestMessage',
      statistic: 'Maximum',
      dimensions: { QueueName: props.queueName },
      threshold: Token.asNumber(
        expression`(${props.identityDeadlineMinutes} + ${GRACE_AFTER_DEADLINE_MINUTES}) * 60`,
      ),
      periods: PERIODS_OF_STATES,
      text:
        `${recorded} are not on ${onKosli} yet, past the identity deadline and an hour more. Nothing is lost: they wait in ` +
        `queue ${props.queueName} for 14 days. Begin with the event source mapping of function ${props.functionName}: is it enabled, does ` +
        `the function run? Then read ${log}.`,
    },
    {
      id: 'dead_lettered',
      name: 'dead-letters',
      namespace: 'AWS/SQS',
      metric: 'ApproximateNumberOfMessagesVisible',
      statistic: 'Maximum',
      dimensions: { QueueName: props.deadLettersName },
      threshold: 0,
      periods: PERIODS_OF_STATES,
      text:
        `${recorded} may be missing on ${onKosli} for good unless somebody acts within 14 days: messages were given up. Begin with ` +
        `the messages in queue ${props.deadLettersName}, whose attributes say why; when the reason is gone: ${props.redriveCommand}`,
    },
    {
      id: 'function_errors',
      name: 'reporter-errors',
      namespace: 'AWS/Lambda',
      metric: 'Errors',
      statistic: 'Sum',
      dimensions: { FunctionName: props.functionName },
      threshold: 0,
      periods: PERIODS_OF_TRIES,
      text:
        `The reporter crashed, ran out of time or out of memory, so ${recorded} reach ${onKosli} late. Their messages come back by ` +
        `themselves. Begin with the last ERROR or Task timed out in ${log}.`,
    },
    {
      id: 'function_throttles',
      name: 'reporter-throttled',
      namespace: 'AWS/Lambda',
      metric: 'Throttles',
      statistic: 'Sum',
      dimensions: { FunctionName: props.functionName },
      threshold: 0,
      periods: PERIODS_OF_TRIES,
      text:
        `Lambda would not run the reporter, so ${recorded} reach ${onKosli} late. Nothing is lost. Begin with the concurrency limit of ` +
        'this account and region: something else uses it up.',
    },
    {
      id: 'sessions_unattributed',
      name: 'sessions-unattributed',
      namespace: props.metricsNamespace,
      metric: 'SessionsUnattributed',
      statistic: 'Sum',
      dimensions: { service: props.serviceName },
      threshold: 0,
      periods: PERIODS_OF_TRIES,
      text:
        `Nobody could be named for ${recorded}: on ${onKosli} they are on trails unattributed-<session id>, not compliant. Begin with ` +
        `the reason in their user-identity, then ${whereCallersAre(props)}`,
    },
    {
      id: 'reports_failed',
      name: 'reports-failed',
      namespace: props.metricsNamespace,
      metric: 'ReportsFailed',
      statistic: 'Sum',
      dimensions: { service: props.serviceName },
      threshold: 0,
      periods: PERIODS_OF_TRIES,
      text:
        `${recorded} were not accepted, so they are missing on ${onKosli}; they are tried again for 13 days. Begin with the errors in ` +
        `${log}: they say whether it is the API token, the flow, a permission or Kosli itself, and what to change.`,
    },
  ];
};

/** Partial batch failures are no Lambda errors, so the queue, the dead letters and the reporter's own metric are watched as well. */
export class ReporterAlarms extends Construct {
  constructor(scope: Construct, id: string, props: ReporterAlarmsProps) {
    super(scope, id);
    for (const alarm of alarmsOf(props)) {
      new CloudwatchMetricAlarm(this, alarm.id, {
        alarmName: `${props.namePrefix}-${alarm.name}`,
        alarmDescription: alarm.text,
        namespace: alarm.namespace,
        metricName: alarm.metric,
        dimensions: alarm.dimensions,
        statistic: alarm.statistic,
        period: PERIOD_SECONDS,
        evaluationPeriods: alarm.periods,
        datapointsToAlarm: 1,
        comparisonOperator: 'GreaterThanThreshold',
        threshold: alarm.threshold,
        // No session, no data point: silence is health here.
        treatMissingData: 'notBreaching',
        alarmActions: Token.asList(props.snsTopicArns),
        okActions: Token.asList(props.snsTopicArns),
      });
    }
  }
}
