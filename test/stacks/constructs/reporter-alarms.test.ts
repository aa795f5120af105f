import { stackOf } from '../synthesise';

describe('the alarms', () => {
  const { resource } = stackOf({});
  const alarms = Object.entries(resource.aws_cloudwatch_metric_alarm ?? {});

  it('watch both queues, the function and the metrics of the reporter', () => {
    expect(alarms.map(([, alarm]) => [alarm.namespace, alarm.metric_name, alarm.dimensions])).toEqual([
      ['AWS/SQS', 'ApproximateNumberOfMessagesVisible', { QueueName: '${aws_sqs_queue.dead_letters.name}' }],
      ['AWS/Lambda', 'Errors', { FunctionName: '${var.name_prefix}-reporter' }],
      ['AWS/Lambda', 'Throttles', { FunctionName: '${var.name_prefix}-reporter' }],
      ['AWS/SQS', 'ApproximateAgeOfOldestMessage', { QueueName: '${aws_sqs_queue.transcripts.name}' }],
      ['EcsExecEvidence', 'ReportsFailed', { service: '${var.name_prefix}' }],
      ['EcsExecEvidence', 'SessionsUnattributed', { service: '${var.name_prefix}' }],
    ]);
  });

  it.each(alarms)(
    '%s says what may be missing and where to begin, and notifies the given topics, also when it is over',
    (_, alarm) => {
      expect(alarm.alarm_description).toMatch(
        /ECS Exec sessions recorded in bucket .* Kosli flow .*Begin with/s,
      );
      expect(alarm.ok_actions).toBe('${var.alarm_sns_topic_arns}');
      expect(alarm.alarm_actions).toBe('${var.alarm_sns_topic_arns}');
    },
  );

  it.each(alarms)('%s is not raised by missing data', (_, alarm) => {
    expect(alarm.treat_missing_data).toBe('notBreaching');
  });

  it('let a session wait until the identity deadline and an hour more', () => {
    expect(resource.aws_cloudwatch_metric_alarm?.oldest_message?.threshold).toBe(
      '${(var.identity_deadline_minutes + 60) * 60}',
    );
  });

  it.each(['function_errors', 'function_throttles', 'reports_failed', 'sessions_unattributed'])(
    '%s stays one alarm for as long as the problem lasts, however long the wait between two tries',
    (id) => {
      const { period, evaluation_periods, datapoints_to_alarm } =
        resource.aws_cloudwatch_metric_alarm?.[id] ?? {};
      // After a failure 30 minutes, after a crash the visibility timeout: six times 900 seconds and the window.
      const longestWaitSeconds = 6 * 900 + 20;
      expect(Number(period) * Number(evaluation_periods)).toBeGreaterThan(
        longestWaitSeconds + Number(period),
      );
      expect(datapoints_to_alarm).toBe(1);
      // CloudWatch accepts a day at most: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
      expect(Number(period) * Number(evaluation_periods)).toBeLessThanOrEqual(86_400);
    },
  );

  it('of the dead letters has the complete command that redrives them', () => {
    const output = stackOf({}).output.redrive_command?.value;
    expect(output).toBe(
      'aws sqs start-message-move-task --region ${data.aws_region.region.id} --source-arn ${aws_sqs_queue.dead_letters.arn} --destination-arn ${aws_sqs_queue.transcripts.arn}',
    );
    expect(resource.aws_cloudwatch_metric_alarm?.dead_lettered?.alarm_description).toContain(output);
  });

  it('of unattributed sessions says whether to check the CloudTrail trail', () => {
    const textOf = (options: object) =>
      stackOf(options).resource.aws_cloudwatch_metric_alarm?.sessions_unattributed?.alarm_description;
    expect(textOf({})).toContain('event history');
    expect(textOf({ cloudTrail: true })).toContain('the CloudTrail trail ${var.cloudtrail_name} is logging');
    expect(textOf({ existingCloudTrail: true })).toContain('of bucket ${var.cloudtrail_bucket_name}');
  });
});
