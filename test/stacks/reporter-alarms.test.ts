import { stackOf } from './synthesise';

describe('the alarms', () => {
  const { resource } = stackOf({});
  const alarms = Object.entries(resource.aws_cloudwatch_metric_alarm ?? {});

  it('watch the queue, the dead letters, the function and what the reporter says of itself', () => {
    expect(alarms.map(([, alarm]) => [alarm.namespace, alarm.metric_name, alarm.dimensions])).toEqual([
      ['AWS/SQS', 'ApproximateNumberOfMessagesVisible', { QueueName: '${aws_sqs_queue.dead_letters.name}' }],
      ['AWS/Lambda', 'Errors', { FunctionName: '${var.name_prefix}-reporter' }],
      ['AWS/Lambda', 'Throttles', { FunctionName: '${var.name_prefix}-reporter' }],
      ['AWS/SQS', 'ApproximateAgeOfOldestMessage', { QueueName: '${aws_sqs_queue.transcripts.name}' }],
      ['EcsExecEvidence', 'ReportsFailed', { service: '${var.name_prefix}' }],
    ]);
  });

  it.each(alarms)('%s says what may be missing and where to begin, and wakes who was named', (_, alarm) => {
    expect(alarm.alarm_description).toMatch(
      /ECS Exec sessions recorded in bucket .* Kosli flow .*Begin with/s,
    );
    expect(String(alarm.alarm_description).length).toBeLessThanOrEqual(1024);
    expect(alarm.alarm_actions).toBe('${var.alarm_sns_topic_arns}');
  });

  it.each(alarms)('%s takes silence for health', (_, alarm) => {
    expect(alarm.treat_missing_data).toBe('notBreaching');
  });

  it('let a session wait until the identity deadline and an hour more', () => {
    expect(resource.aws_cloudwatch_metric_alarm?.oldest_message?.threshold).toBe(
      '${((var.identity_deadline_minutes + 60) * 60)}',
    );
  });
});
