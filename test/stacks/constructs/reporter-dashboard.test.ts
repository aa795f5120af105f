import * as v from 'valibot';
import { table } from '../../docs/pages';
import { concreteStrings } from '../concrete-policy';
import { resourceOf, stackOf } from '../synthesise';

const Widget = v.object({
  type: v.picklist(['alarm', 'metric']),
  x: v.number(),
  y: v.number(),
  width: v.number(),
  height: v.number(),
  properties: v.looseObject({
    title: v.string(),
    metrics: v.optional(v.array(v.array(v.unknown())), []),
    alarms: v.optional(v.array(v.string()), []),
  }),
});
const Body = v.object({ start: v.string(), periodOverride: v.string(), widgets: v.array(Widget) });

const stack = stackOf({});
const written = String(resourceOf(stack, 'aws_cloudwatch_dashboard', 'dashboard').dashboard_body);
const body = v.parse(Body, JSON.parse(written));
const shown = body.widgets.flatMap(({ properties }) => properties.metrics);

describe('the dashboard', () => {
  it('shows the queues, and metrics of the function that the reference lists, of this deployment', () => {
    const own = table('docs/reference.md', '## Metrics').map(([name = '']) => name.replaceAll('`', ''));
    const names = shown.map(([namespace, metric, dimension, value]) => [namespace, metric, dimension, value]);
    const ofQueue = (queue: string, metric: string) => [
      'AWS/SQS',
      metric,
      'QueueName',
      `\${aws_sqs_queue.${queue}.name}`,
    ];
    expect(names.filter(([namespace]) => namespace === 'AWS/SQS')).toEqual([
      ofQueue('transcripts', 'ApproximateNumberOfMessagesVisible'),
      ofQueue('transcripts', 'ApproximateNumberOfMessagesNotVisible'),
      ofQueue('transcripts', 'ApproximateAgeOfOldestMessage'),
      ofQueue('dead_letters', 'ApproximateNumberOfMessagesVisible'),
    ]);
    const others = names.filter(([namespace]) => namespace !== 'AWS/SQS');
    for (const [namespace, metric, dimension, value] of others)
      expect([namespace, own.includes(String(metric)), dimension, value]).toEqual([
        'EcsExecEvidence',
        true,
        'service',
        '${var.name_prefix}',
      ]);
    expect(new Set(others.map(([, metric]) => metric))).toEqual(
      new Set([
        'SessionsReported',
        'SessionsUnattributed',
        'ReportLatency',
        'KosliErrors',
        'LookupEventsThrottles',
        'ReportsFailed',
        'StatementCompliant',
      ]),
    );
  });

  it('shows every alarm', () => {
    const arns = Object.keys(stack.resource.aws_cloudwatch_metric_alarm ?? {}).map(
      (id) => `\${aws_cloudwatch_metric_alarm.${id}.arn}`,
    );
    expect(body.widgets.flatMap(({ properties }) => properties.alarms).toSorted()).toEqual(arns.toSorted());
  });

  it('has nothing that lies over something else, or beyond its 24 columns', () => {
    const cells = body.widgets.flatMap(({ x, y, width, height }) =>
      Array.from(
        { length: width * height },
        (_, cell) => `${x + (cell % width)},${y + Math.floor(cell / width)}`,
      ),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(Math.max(...body.widgets.map(({ x, width }) => x + width))).toBeLessThanOrEqual(24);
  });

  it('is JSON with the region of the deployment, once Terraform has put in what it refers to', () => {
    const concrete = concreteStrings(stack, { name_prefix: 'audit' })(
      written.replaceAll(/\$\{aws_cloudwatch_metric_alarm\.\w+\.arn\}/g, 'arn').replaceAll('.name}', '.arn}'),
    );
    expect(concrete).not.toContain('${');
    const { widgets } = v.parse(Body, JSON.parse(concrete));
    const regions = widgets
      .filter(({ type }) => type === 'metric')
      .map(({ properties }) => properties.region);
    expect(new Set(regions)).toEqual(new Set(['eu-central-1']));
  });

  it('has a name that another region of the account does not have', () => {
    expect(resourceOf(stack, 'aws_cloudwatch_dashboard', 'dashboard').dashboard_name).toBe(
      '${var.name_prefix}-${data.aws_region.region.id}',
    );
  });

  it('is not there without its option', () => {
    expect(stackOf({ dashboard: false }).resource).not.toHaveProperty('aws_cloudwatch_dashboard');
  });
});
