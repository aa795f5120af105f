import * as v from 'valibot';
import { ACCOUNT, concreteStrings, REGION } from '../concrete-policy';
import { resourceOf, stackOf } from '../synthesise';

const Target = v.looseObject({
  rule: v.string(),
  arn: v.string(),
  input: v.optional(v.string()),
  dead_letter_config: v.object({ arn: v.string() }),
});

/** What a rule sends, each with where to and where what cannot be delivered goes. */
const targetsOf = (options: object, rule: string) => {
  const stack = stackOf(options);
  const concrete = concreteStrings(stack);
  return Object.values(stack.resource.aws_cloudwatch_event_target ?? {})
    .map((target) => v.parse(Target, target))
    .filter((target) => target.rule === `\${aws_cloudwatch_event_rule.${rule}.name}`)
    .map(({ arn, input, dead_letter_config }) => ({
      to: concrete(arn),
      or: concrete(dead_letter_config.arn),
      input: input === undefined ? null : JSON.parse(concrete(input)),
    }));
};
const patternOf = (options: object, rule: string) =>
  JSON.parse(String(resourceOf(stackOf(options), 'aws_cloudwatch_event_rule', rule).event_pattern));
const scheduleOf = (options: object, rule: string) =>
  resourceOf(stackOf(options), 'aws_cloudwatch_event_rule', rule).schedule_expression;

const QUEUE = `arn:aws:sqs:${REGION}:${ACCOUNT}:ecs-exec-evidence-transcripts`;
const toQueue = { to: QUEUE, or: `${QUEUE}-dead-letters` };

describe('a session that is opened', () => {
  const options = { liveSessions: true };

  it('is announced as CloudTrail records the call, whether it succeeded or not', () => {
    expect(patternOf(options, 'execute_command')).toEqual({
      source: ['aws.ecs'],
      'detail-type': ['AWS API Call via CloudTrail'],
      detail: { eventSource: ['ecs.amazonaws.com'], eventName: ['ExecuteCommand'] },
    });
    expect(targetsOf(options, 'execute_command')).toEqual([{ ...toQueue, input: null }]);
  });

  it('is announced where it went past ECS Exec, and no other session of Systems Manager is', () => {
    expect(patternOf(options, 'start_session')).toEqual({
      source: ['aws.ssm'],
      'detail-type': ['AWS API Call via CloudTrail'],
      detail: {
        eventSource: ['ssm.amazonaws.com'],
        eventName: ['StartSession'],
        requestParameters: { target: [{ prefix: 'ecs:' }] },
      },
    });
    expect(targetsOf(options, 'start_session')).toEqual([{ ...toQueue, input: null }]);
  });

  it('is announced to the reporter of each region', () => {
    const regions = ['eu-central-1', 'us-east-1'];
    for (const region of regions) {
      const stack = stackOf({ ...options, regions }, `evidence-reporter-${region}`);
      expect(resourceOf(stack, 'aws_cloudwatch_event_rule', 'execute_command').name).toBe(
        '${var.name_prefix}-execute-command',
      );
    }
  });
});

describe('what is missing', () => {
  it.each([
    [{}, 'rate(1 hour)'],
    [{ reconcile: 'rate(30 minutes)' }, 'rate(30 minutes)'],
    [{ reconcile: 'cron(0/30 8-18 ? * MON-FRI *)' }, 'cron(0/30 8-18 ? * MON-FRI *)'],
  ])('is looked for as often as the options say (%j)', (options, schedule) => {
    expect(scheduleOf(options, 'reconcile')).toBe(schedule);
    expect(targetsOf(options, 'reconcile')).toEqual([{ ...toQueue, input: { kind: 'reconcile' } }]);
  });

  it('is looked for once a day over a longer time, and a day is stated, however often the options say', () => {
    for (const options of [{}, { reconcile: 'rate(12 hours)' }]) {
      expect(scheduleOf(options, 'reconcile_daily')).toBe('cron(20 4 * * ? *)');
      expect(targetsOf(options, 'reconcile_daily')).toEqual([
        { ...toQueue, input: { kind: 'completeness' } },
        { ...toQueue, input: { kind: 'reconcile', daily: true } },
      ]);
    }
  });

  it('is not looked for where the options say so', () => {
    expect(stackOf({ reconcile: false }).resource.aws_cloudwatch_event_rule).toBeUndefined();
  });
});
