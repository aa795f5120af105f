import type { Json, SynthesisedStack } from './synthesise';

// The synthesised policies are full of references that only Terraform resolves. To try them in a simulator they are made
// concrete here, for one account, with the few expressions the stacks use. Any other is refused rather than guessed.

export const ACCOUNT = '111122223333';
export const REGION = 'eu-central-1';

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
};

const text = (value: Json | undefined, what: string): string => {
  if (typeof value !== 'string') throw new Error(`${what} is no text: ${JSON.stringify(value)}`);
  return value;
};

const list = (value: Json | undefined): string[] =>
  Array.isArray(value) ? value.map((item) => text(item, 'a list item')) : [];

const objects = (value: Json | undefined): Record<string, Json>[] =>
  Array.isArray(value)
    ? value.map((item) => {
        if (typeof item !== 'object' || item === null || Array.isArray(item))
          throw new Error('expected a block');
        return item;
      })
    : [];

/** Resolves what stands in strings of one stack, given the values of its variables. */
export const concreteStrings = (
  stack: SynthesisedStack,
  variables: Readonly<Record<string, string>> = {},
) => {
  const given: Readonly<Record<string, string>> = { ...VALUES, ...variables };

  const expression = (written: string): string => {
    const place = PLACE[written];
    if (place !== undefined) return place;

    const variable = /^var\.(\w+)$/.exec(written)?.[1];
    if (variable) return given[variable] ?? text(stack.variable[variable]?.default, `variable ${variable}`);

    const trimmed = /^trimprefix\((.+), "(.+)"\)$/.exec(written);
    if (trimmed?.[1] && trimmed[2]) {
      const whole = expression(trimmed[1]);
      return whole.startsWith(trimmed[2]) ? whole.slice(trimmed[2].length) : whole;
    }

    const [, type = '', id = ''] = /^(\w+)\.(\w+)\.arn$/.exec(written) ?? [];
    const resource = stack.resource[type]?.[id];
    const arnOf = ARN_OF[type];
    if (resource && arnOf) return arnOf(concrete(text(resource.name ?? resource.bucket, `name of ${id}`)));

    throw new Error(`cannot make ${written} concrete`);
  };

  const concrete = (written: string): string =>
    written.replace(/\$\{([^}]+)\}/g, (_, inner: string) => expression(inner));
  return concrete;
};

/** One `aws_iam_policy_document` of the stack as the JSON AWS would be sent. */
export const concretePolicy = (
  stack: SynthesisedStack,
  document: string,
  variables: Readonly<Record<string, string>> = {},
) => {
  const concrete = concreteStrings(stack, variables);
  const block = stack.data.aws_iam_policy_document?.[document];
  if (!block) throw new Error(`no policy document ${document} in the stack`);
  return {
    Version: '2012-10-17',
    Statement: objects(block.statement).map((statement) => {
      const [principal] = objects(statement.principals);
      const condition: Record<string, Record<string, string[]>> = {};
      for (const { test, variable, values } of objects(statement.condition)) {
        const operator = text(test, 'test');
        condition[operator] = {
          ...condition[operator],
          [text(variable, 'variable')]: list(values).map(concrete),
        };
      }
      return {
        Sid: text(statement.sid ?? 'Unnamed', 'sid'),
        Effect: text(statement.effect ?? 'Allow', 'effect'),
        ...(principal && {
          Principal:
            principal.type === '*' ? '*' : { [text(principal.type, 'type')]: list(principal.identifiers) },
        }),
        Action: list(statement.actions),
        Resource: list(statement.resources).map(concrete),
        Condition: condition,
      };
    }),
  };
};

export type ConcretePolicy = ReturnType<typeof concretePolicy>;
