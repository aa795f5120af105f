import * as v from 'valibot';
import { type Patch, withJson } from './patch';

const Put = v.looseObject({ ScheduleExpression: v.string(), EventPattern: v.optional(v.string()) });
const NEVER = JSON.stringify({ source: ['the clock'] });
const Rule = v.looseObject({ EventPattern: v.optional(v.string()) });
const Rules = v.looseObject({ Rules: v.array(Rule) });

const withoutNever = ({ EventPattern, ...rule }: v.InferOutput<typeof Rule>) => ({
  ...rule,
  ...(EventPattern !== undefined && EventPattern !== NEVER && { EventPattern }),
});

/**
 * A rule with a schedule and no pattern goes off by the clock alone:
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html. moto takes it for a rule that every event matches.
 */
export const scheduleRules: Patch = {
  request: (request) => {
    if (request.operation !== 'PutRule') return request;
    const rule = v.safeParse(Put, JSON.parse(request.body.toString()));
    if (!rule.success || rule.output.EventPattern !== undefined) return request;
    return { ...request, body: Buffer.from(JSON.stringify({ ...rule.output, EventPattern: NEVER })) };
  },
  answer: ({ operation }, answer) => {
    if (answer.status !== 200) return answer;
    const body = () => JSON.parse(answer.body.toString());
    if (operation === 'DescribeRule') return withJson(answer, withoutNever(v.parse(Rule, body())));
    if (operation !== 'ListRules') return answer;
    const { Rules: listed, ...rest } = v.parse(Rules, body());
    return withJson(answer, { ...rest, Rules: listed.map(withoutNever) });
  },
};
