import { concreteStrings } from './concrete-policy';
import { resourceOf, stackOf } from './synthesise';

describe('names made of the longest prefix', () => {
  const LONGEST = {
    name_prefix: 'p'.repeat(32),
    kosli_flow_name: 'f',
    ecs_exec_log_bucket_name: 'b',
  };
  // The longest name of a region so far is us-isof-south-1.
  const concrete = (stack: ReturnType<typeof stackOf>, value: unknown) =>
    concreteStrings(stack, LONGEST)(String(value)).replace('eu-central-1', 'us-isof-south-1');

  it.each([
    ['role', 'aws_iam_role', 'reporter_role', 'name', 64],
    ['function', 'aws_lambda_function', 'reporter', 'function_name', 64],
    ['rule', 'aws_cloudwatch_event_rule', 'transcript_created', 'name', 64],
    ['rule of opened sessions', 'aws_cloudwatch_event_rule', 'execute_command', 'name', 64],
    ['rule of bypasses', 'aws_cloudwatch_event_rule', 'start_session', 'name', 64],
    ['schedule', 'aws_cloudwatch_event_rule', 'reconcile', 'name', 64],
    ['daily schedule', 'aws_cloudwatch_event_rule', 'reconcile_daily', 'name', 64],
    ['queue', 'aws_sqs_queue', 'transcripts', 'name', 80],
    ['dead-letter queue', 'aws_sqs_queue', 'dead_letters', 'name', 80],
    ['dashboard', 'aws_cloudwatch_dashboard', 'dashboard', 'dashboard_name', 255],
  ])('fit a %s', (_, type, id, attribute, limit) => {
    const stack = stackOf({ trigger: 'eventbridge', liveSessions: true });
    expect(concrete(stack, resourceOf(stack, type, id)[attribute]).length).toBeLessThanOrEqual(limit);
  });

  it('fit the descriptions of the alarms', () => {
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
    const longest = {
      ...LONGEST,
      kosli_flow_name: 'f'.repeat(120),
      ecs_exec_log_bucket_name: 'b'.repeat(63),
    };
    for (const options of [{}, { cloudTrail: true }]) {
      const stack = stackOf(options);
      for (const [id, { alarm_description: text }] of Object.entries(
        stack.resource.aws_cloudwatch_metric_alarm ?? {},
      )) {
        const { length } = concreteStrings(stack, longest)(String(text).replaceAll('.name}', '.arn}'));
        expect([id, length, length <= 1024]).toEqual([id, length, true]);
      }
    }
  });
});
