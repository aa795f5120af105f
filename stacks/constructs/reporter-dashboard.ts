import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard';
import { Construct } from 'constructs';

export interface ReporterDashboardProps {
  /** Contains the region, because the dashboards of an account are one namespace for all regions. */
  readonly name: string;
  readonly region: string;
  readonly queueName: string;
  readonly deadLettersName: string;
  readonly metricsNamespace: string;
  readonly serviceName: string;
  readonly alarmArns: readonly string[];
}

type Statistic = 'Sum' | 'Maximum' | 'Minimum' | 'p50' | 'p90';

/** A line of a graph. */
interface Line {
  readonly namespace: string;
  readonly metric: string;
  readonly dimension: readonly [name: string, value: string];
  readonly statistic: Statistic;
  readonly label: string;
}

interface Graph {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly view?: 'timeSeries' | 'singleValue';
  readonly periodSeconds: number;
}

const FIVE_MINUTES = 300;
const HOUR = 3_600;
const DAY = 24 * HOUR;

const COLUMNS = 3;
/** Of the 24 that a dashboard is wide. */
const GRAPH_WIDTH = 24 / COLUMNS;
const GRAPH_HEIGHT = 6;
const ALARMS_HEIGHT = 3;

const graphs = (props: ReporterDashboardProps): readonly Graph[] => {
  const ofQueue = (name: string, metric: string, label: string): Line => ({
    namespace: 'AWS/SQS',
    metric,
    dimension: ['QueueName', name],
    statistic: 'Maximum',
    label,
  });
  const own = (metric: string, statistic: Statistic, label: string): Line => ({
    namespace: props.metricsNamespace,
    metric,
    dimension: ['service', props.serviceName],
    statistic,
    label,
  });
  const { queueName: queue, deadLettersName: deadLetters } = props;
  return [
    {
      title: 'Sessions',
      lines: [
        own('SessionsReported', 'Sum', 'reported'),
        own('SessionsUnattributed', 'Sum', 'of them unattributed'),
      ],
      periodSeconds: HOUR,
    },
    {
      title: 'Messages in the queue',
      lines: [
        ofQueue(queue, 'ApproximateNumberOfMessagesVisible', 'waiting'),
        // What the function returned to be tried later is in flight until then.
        ofQueue(queue, 'ApproximateNumberOfMessagesNotVisible', 'in flight, or to be tried again'),
      ],
      periodSeconds: FIVE_MINUTES,
    },
    {
      title: 'Age of the oldest message, in seconds',
      lines: [ofQueue(queue, 'ApproximateAgeOfOldestMessage', 'oldest message')],
      periodSeconds: FIVE_MINUTES,
    },
    {
      title: 'From upload to Kosli, in seconds',
      lines: [
        own('ReportLatency', 'p50', 'half of the sessions'),
        own('ReportLatency', 'p90', 'nine of ten'),
        own('ReportLatency', 'Maximum', 'slowest'),
      ],
      periodSeconds: HOUR,
    },
    {
      title: 'Not carried out',
      lines: [
        own('KosliErrors', 'Sum', 'calls of Kosli that failed'),
        own('LookupEventsThrottles', 'Sum', 'look-ups that CloudTrail throttled'),
        own('ReportsFailed', 'Sum', 'messages to be tried again'),
      ],
      periodSeconds: FIVE_MINUTES,
    },
    {
      title: 'Messages in the dead-letter queue',
      lines: [ofQueue(deadLetters, 'ApproximateNumberOfMessagesVisible', 'dead letters')],
      periodSeconds: FIVE_MINUTES,
    },
    {
      title: 'Statement of the newest day that is due: 1 is compliant, 0 is not',
      lines: [own('StatementCompliant', 'Minimum', 'compliant')],
      view: 'singleValue',
      periodSeconds: DAY,
    },
  ];
};

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
const widgetOf = (
  { title, lines, view = 'timeSeries', periodSeconds }: Graph,
  index: number,
  region: string,
) => ({
  type: 'metric',
  x: (index % COLUMNS) * GRAPH_WIDTH,
  y: ALARMS_HEIGHT + Math.floor(index / COLUMNS) * GRAPH_HEIGHT,
  width: GRAPH_WIDTH,
  height: GRAPH_HEIGHT,
  properties: {
    title,
    region,
    view,
    stacked: false,
    period: periodSeconds,
    metrics: lines.map(({ namespace, metric, dimension: [name, value], statistic, label }) => [
      namespace,
      metric,
      name,
      value,
      { stat: statistic, label },
    ]),
    ...(view === 'timeSeries' && { yAxis: { left: { min: 0 } } }),
  },
});

/** What the reporter does, at a glance: the alarms, and below them what they watch and what explains them. */
export class ReporterDashboard extends Construct {
  constructor(scope: Construct, id: string, props: ReporterDashboardProps) {
    super(scope, id);
    const alarms = {
      type: 'alarm',
      x: 0,
      y: 0,
      width: 24,
      height: ALARMS_HEIGHT,
      properties: { title: 'Alarms', alarms: props.alarmArns },
    };
    new CloudwatchDashboard(this, 'dashboard', {
      dashboardName: props.name,
      // References in it stand between quotes, and what they refer to has none, so that this is JSON whatever Terraform puts there.
      dashboardBody: JSON.stringify({
        // A statement is made once a day.
        start: '-P3D',
        // Otherwise CloudWatch would choose another period with another time range, and a sum another meaning.
        periodOverride: 'inherit',
        widgets: [alarms, ...graphs(props).map((graph, index) => widgetOf(graph, index, props.region))],
      }),
    });
  }
}
