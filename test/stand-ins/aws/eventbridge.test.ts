import { apiCallEvent } from '../../../stand-ins/aws/api-call-event';
import { type EventRule, eventBridge, UnknownPatternError } from '../../../stand-ins/aws/eventbridge';
import { executeCommandRecord } from '../../../stand-ins/recorded-session/execute-command-record';
import { startSessionRecord } from '../../../stand-ins/recorded-session/start-session-record';

const QUEUE = 'http://127.0.0.1/queue';
const ruleOn = (pattern: object): EventRule => ({
  name: 'rule',
  eventPattern: JSON.stringify(pattern),
  scheduleExpression: null,
  targets: [{ queueUrl: QUEUE, input: null }],
});
const CLOCK: EventRule = {
  name: 'clock',
  eventPattern: null,
  scheduleExpression: 'rate(1 hour)',
  targets: [
    { queueUrl: QUEUE, input: 'one' },
    { queueUrl: QUEUE, input: 'two' },
  ],
};

const busWith = (...rules: readonly EventRule[]) => {
  const sent: string[] = [];
  return { ...eventBridge(rules, async (url, body) => sent.push(`${url} ${body}`)), sent };
};
const matches = async (pattern: object, event: object): Promise<boolean> =>
  (await busWith(ruleOn(pattern)).publish(event)) > 0;

describe('the EventBridge stand-in', () => {
  const event = apiCallEvent(startSessionRecord({ target: 'ecs:production_0123_4567' }));

  it('sends an event as it is to the targets of the rules it matches', async () => {
    const { publish, sent } = busWith(ruleOn({ source: ['aws.ssm'] }), ruleOn({ source: ['aws.s3'] }), CLOCK);
    expect(await publish(event)).toBe(1);
    expect(sent).toEqual([`${QUEUE} ${JSON.stringify(event)}`]);
  });

  it.each<[object, boolean]>([
    [{ source: ['aws.ecs', 'aws.ssm'] }, true],
    [{ source: ['aws'] }, false],
    [{ Source: ['aws.ssm'] }, false],
    [{ detail: { eventName: ['StartSession'], requestParameters: { target: [{ prefix: 'ecs:' }] } } }, true],
    [{ detail: { eventName: ['StartSession'], requestParameters: { target: [{ prefix: 'i-' }] } } }, false],
    [
      { detail: { eventName: ['ExecuteCommand'], requestParameters: { target: [{ prefix: 'ecs:' }] } } },
      false,
    ],
    [{ detail: { requestParameters: { documentName: [{ prefix: '' }] } } }, false],
    [{ detail: { eventName: { name: ['StartSession'] } } }, false],
  ])('matches %j with a StartSession call: %s', async (pattern, expected) => {
    expect(await matches(pattern, event)).toBe(expected);
  });

  it('does not find anything in what is null, as the parameters of a refused call are', async () => {
    const refused = apiCallEvent(startSessionRecord({}, { requestParameters: null }));
    expect(await matches({ detail: { requestParameters: { target: [{ prefix: '' }] } } }, refused)).toBe(
      false,
    );
  });

  it('matches a list in an event by one of its elements', async () => {
    const listed = { ...apiCallEvent(executeCommandRecord()), resources: ['a', 'b'] };
    expect(await matches({ resources: ['b'] }, listed)).toBe(true);
    expect(await matches({ resources: ['c'] }, listed)).toBe(false);
  });

  it.each([
    { source: [{ suffix: '.ecs' }] },
    { source: [{ prefix: 'a', suffix: 'b' }] },
    { source: [{ prefix: { 'equals-ignore-case': 'a' } }] },
    { detail: { count: [1] } },
    { source: 'aws.ecs' },
    { source: [] },
    {},
    { detail: {} },
    { $or: [{ source: ['a'] }] },
  ])('refuses %j rather than guess what it matches', (pattern) => {
    expect(() => busWith(ruleOn(pattern))).toThrow(UnknownPatternError);
  });

  it('sends what a scheduled rule is to say when its time has come, and nothing of a rule that is not scheduled', async () => {
    const { ring, sent } = busWith(ruleOn({ source: ['aws.ssm'] }), CLOCK);
    await ring('clock');
    expect(sent).toEqual([`${QUEUE} one`, `${QUEUE} two`]);
    await expect(ring('rule')).rejects.toThrow('no scheduled rule is called rule; the rules are rule, clock');
  });
});
