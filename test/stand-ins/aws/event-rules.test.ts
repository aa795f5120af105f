import {
  DescribeRuleCommand,
  EventBridgeClient,
  ListTargetsByRuleCommand,
} from '@aws-sdk/client-eventbridge';
import { type EventRules, openEventRules } from '../../../stand-ins/aws/event-rules';
import { at, refusalOf } from './clients';

describe("EventBridge's stand-in for the descriptions of rules", () => {
  let rules: EventRules;
  let client: EventBridgeClient;
  beforeEach(async () => {
    rules = await openEventRules();
    client = new EventBridgeClient(at(rules.url));
    rules.putRule({ Name: 'calls', EventPattern: '{}', State: 'DISABLED' }, ['arn:aws:sqs:a:b:c']);
  });
  afterEach(() => rules.close());

  it('describes a rule and its targets', async () => {
    expect(await client.send(new DescribeRuleCommand({ Name: 'calls' }))).toMatchObject({
      EventPattern: '{}',
      State: 'DISABLED',
    });
    const { Targets } = await client.send(new ListTargetsByRuleCommand({ Rule: 'calls' }));
    expect(Targets).toEqual([{ Id: 'target-0', Arn: 'arn:aws:sqs:a:b:c' }]);
  });

  it('refuses a rule that it does not have, a malformed name, and what was denied', async () => {
    const describe = (Name: string) => refusalOf(client.send(new DescribeRuleCommand({ Name })));
    expect(await describe('other')).toBe('ResourceNotFoundException');
    expect(await describe('a rule')).toBe('SerializationException');
    rules.deny('DescribeRule');
    expect(await describe('calls')).toBe('AccessDeniedException');
  });
});
