import * as v from 'valibot';
import { ACCOUNT_ID, REGION } from '../account';
import { AwsError, type JsonService, type JsonServiceServer, operation, serveAwsJson } from './aws-json';

/** A rule of the default event bus, as EventBridge describes it. */
export interface DescribedRule {
  readonly Name: string;
  /** As JSON; a rule has this, or a schedule. */
  readonly EventPattern?: string;
  readonly ScheduleExpression?: string;
  readonly State: 'ENABLED' | 'DISABLED' | 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
}

/** What can be done to the rules from the outside. */
interface EventRulesState {
  /** A rule, over an older one of its name, and the ARNs of what it sends to. */
  readonly putRule: (rule: DescribedRule, targetArns: readonly string[]) => void;
  readonly removeRule: (name: string) => void;
}

/** EventBridge's API, as far as rules are described. What rules do with events is in `eventbridge.ts`. */
export interface EventRules extends EventRulesState, JsonServiceServer {}

const name = v.pipe(v.string(), v.minLength(1), v.maxLength(64), v.regex(/^[.\-_A-Za-z0-9]+$/));

// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeRule.html
const DescribeRule = v.strictObject({ Name: name, EventBusName: v.optional(v.literal('default')) });

// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListTargetsByRule.html
const ListTargetsByRule = v.strictObject({
  Rule: name,
  EventBusName: v.optional(v.literal('default')),
  NextToken: v.optional(v.string()),
  Limit: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(100)), 100),
});

/** EventBridge's rules without an address. */
const eventRulesService = (): EventRulesState & { readonly service: JsonService } => {
  const rules = new Map<string, { readonly rule: DescribedRule; readonly targetArns: readonly string[] }>();
  const known = (asked: string) => {
    const found = rules.get(asked);
    if (found === undefined)
      throw new AwsError('ResourceNotFoundException', `Rule ${asked} does not exist on EventBus default.`);
    return found;
  };
  const service: JsonService = {
    target: 'AWSEvents',
    signedFor: 'events',
    operations: {
      DescribeRule: operation(DescribeRule, ({ Name }) => ({
        ...known(Name).rule,
        Arn: `arn:aws:events:${REGION}:${ACCOUNT_ID}:rule/${Name}`,
        EventBusName: 'default',
      })),
      ListTargetsByRule: operation(ListTargetsByRule, ({ Rule, NextToken, Limit }) => {
        const { targetArns } = known(Rule);
        const from = Number(NextToken ?? 0);
        if (!Number.isInteger(from) || from < 0 || from > targetArns.length)
          throw new AwsError('ValidationException', 'Invalid NextToken.');
        const next = from + Limit;
        return {
          Targets: targetArns.slice(from, next).map((Arn, index) => ({ Id: `target-${from + index}`, Arn })),
          ...(next < targetArns.length && { NextToken: String(next) }),
        };
      }),
    },
  };
  return {
    service,
    putRule: (rule, targetArns) => rules.set(rule.Name, { rule, targetArns }),
    removeRule: (asked) => rules.delete(asked),
  };
};

export const openEventRules = async (): Promise<EventRules> => {
  const { service, ...state } = eventRulesService();
  return { ...(await serveAwsJson(service)), ...state };
};
