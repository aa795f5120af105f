import { evaluate, evaluateAny, type Known } from '../../stand-ins/terraform/expression';
import type { Value } from '../../stand-ins/terraform/functions';
import type { Json, SynthesisedStack } from './synthesise';

// The synthesised policies are full of references that only Terraform resolves. For a simulation they are evaluated here, for
// one account, by the evaluator of the demonstration, which throws for what it cannot read.

export const ACCOUNT = '111122223333';
export const REGION = 'eu-central-1';
/** The management account of the organization the account belongs to. */
export const MANAGEMENT_ACCOUNT = '999988887777';

const VALUES = {
  kosli_org_name: 'acme',
  kosli_flow_name: 'sessions',
  ecs_exec_log_bucket_name: 'exec-logs',
};

const ARN_OF: Readonly<Record<string, (name: string) => string>> = {
  aws_sqs_queue: (name) => `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`,
  aws_cloudwatch_log_group: (name) => `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${name}`,
  aws_cloudwatch_event_rule: (name) => `arn:aws:events:${REGION}:${ACCOUNT}:rule/${name}`,
  aws_s3_bucket: (name) => `arn:aws:s3:::${name}`,
};

const PLACE: Readonly<Record<string, string>> = {
  'data.aws_partition.partition.partition': 'aws',
  'data.aws_partition.partition.dns_suffix': 'amazonaws.com',
  'data.aws_region.region.id': REGION,
  'data.aws_caller_identity.account.account_id': ACCOUNT,
  'data.aws_organizations_organization.organization[0].master_account_id': MANAGEMENT_ACCOUNT,
};

/** Values of Terraform variables. */
export type Variables = Readonly<Record<string, Value>>;

const text = (value: Value | undefined, what: string): string => {
  if (typeof value !== 'string') throw new Error(`${what} is not a text: ${JSON.stringify(value)}`);
  return value;
};

const objects = (value: Json | undefined): Record<string, Json>[] =>
  Array.isArray(value)
    ? value.map((item) => {
        if (typeof item !== 'object' || item === null || Array.isArray(item))
          throw new Error('expected a block');
        return item;
      })
    : [];

/** What Terraform would resolve in one stack, given the values of its variables. */
const knownOf = (stack: SynthesisedStack, variables: Variables): Known => {
  const given: Variables = { ...VALUES, ...variables };
  const known: Known = {
    get: (name) => {
      const variable = /^var\.(\w+)$/.exec(name)?.[1];
      if (variable) return given[variable] ?? stack.variable[variable]?.default;
      const [, type = '', id = ''] = /^(\w+)\.(\w+)\.arn$/.exec(name) ?? [];
      const resource = stack.resource[type]?.[id];
      const arnOf = ARN_OF[type];
      if (resource && arnOf) {
        return arnOf(evaluate(text(resource.name ?? resource.bucket, `name of ${id}`), known));
      }
      return PLACE[name];
    },
    keys: () => [...Object.keys(stack.variable).map((name) => `var.${name}`), ...Object.keys(PLACE)],
  };
  return known;
};

/** Evaluates strings of one stack, given the values of its variables. */
export const concreteStrings = (stack: SynthesisedStack, variables: Variables = {}) => {
  const known = knownOf(stack, variables);
  return (written: string): string => evaluate(written, known);
};

/** The value of one string of a stack, given the values of its variables. */
export const concreteValue = (stack: SynthesisedStack, written: string, variables: Variables = {}): Value =>
  evaluateAny(written, knownOf(stack, variables));

/** A list of strings, or what evaluates to one. */
const list = (value: Json | undefined, known: Known): string[] => {
  const evaluated = typeof value === 'string' ? evaluateAny(value, known) : (value ?? []);
  if (!Array.isArray(evaluated)) throw new Error(`expected a list: ${JSON.stringify(value)}`);
  // The provider writes &{…} as a policy variable, because Terraform would read ${…} as an interpolation.
  return evaluated.map((item: Value) => evaluate(text(item, 'a list item'), known).replaceAll('&{', '${'));
};

const concreteStatement = (statement: Record<string, Json>, known: Known) => {
  const [principal] = objects(statement.principals);
  const condition: Record<string, Record<string, string[]>> = {};
  for (const { test, variable, values } of objects(statement.condition)) {
    const operator = text(test, 'test');
    condition[operator] = { ...condition[operator], [text(variable, 'variable')]: list(values, known) };
  }
  return {
    Sid: evaluate(text(statement.sid ?? 'Unnamed', 'sid'), known),
    Effect: text(statement.effect ?? 'Allow', 'effect'),
    ...(principal && {
      Principal:
        principal.type === '*' ? '*' : { [text(principal.type, 'type')]: list(principal.identifiers, known) },
    }),
    Action: list(statement.actions, known),
    Resource: [...new Set(list(statement.resources, known))],
    Condition: condition,
  };
};

/** The statements of a dynamic block, one for each element of its list. */
const dynamicStatements = (dynamic: Record<string, Json>, known: Known) =>
  Object.entries(dynamic).flatMap(([label, block]) => {
    const [{ for_each, content } = { for_each: '', content: null }] = objects([block]);
    const elements = evaluateAny(text(for_each, 'for_each'), known);
    if (!Array.isArray(elements)) throw new Error(`expected a list: ${for_each}`);
    return elements.flatMap((value: Value, key) => {
      const inside = new Map<string, Value>([
        [`${label}.key`, key],
        [`${label}.value`, value],
      ]);
      const element: Known = { get: (name) => inside.get(name) ?? known.get(name), keys: known.keys };
      return objects([content ?? null]).map((statement) => concreteStatement(statement, element));
    });
  });

/** An `aws_iam_policy_document` of the stack as the JSON that AWS would receive. */
export const concretePolicy = (stack: SynthesisedStack, document: string, variables: Variables = {}) => {
  const known = knownOf(stack, variables);
  const block = stack.data.aws_iam_policy_document?.[document];
  if (!block) throw new Error(`no policy document ${document} in the stack`);
  return {
    Version: '2012-10-17',
    Statement: [
      ...objects(block.dynamic).flatMap((dynamic) => dynamicStatements(dynamic, known)),
      ...objects(block.statement).map((statement) => concreteStatement(statement, known)),
    ],
  };
};

export type ConcretePolicy = ReturnType<typeof concretePolicy>;
