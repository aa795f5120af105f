import { type JSONValue, search } from '@jmespath-community/jmespath';
import * as v from 'valibot';

const Policy = v.object({
  spec: v.object({
    rules: v.array(
      v.object({
        name: v.string(),
        assert: v.object({
          all: v.array(v.object({ message: v.string(), check: v.record(v.string(), v.boolean()) })),
        }),
      }),
    ),
  }),
});

/** How kyverno-json tells an expression from the name of a field; it does not reach over lines. */
const EXPRESSION = /^\((.+)\)$/;

const inMessage = (message: string, payload: JSONValue): string =>
  message.replaceAll(/\{\{(.*?)\}\}/g, (_, expression: string) => {
    const said = search(payload, expression.trim());
    if (typeof said !== 'string') throw new Error(`${expression} gives no text`);
    return said;
  });

/**
 * What kyverno-json would say of a payload by a policy of this project: checks of expressions on the whole payload.
 * https://github.com/kyverno/kyverno-json/blob/main/pkg/core/assertion/assertion.go
 *
 * @returns the messages of what failed; none when the policy passed
 */
export const failuresOf = (policy: unknown, payload: JSONValue): string[] =>
  v.parse(Policy, policy).spec.rules.flatMap(({ assert }) =>
    assert.all.flatMap(({ message, check }) =>
      Object.entries(check).every(([key, expected]) => {
        const expression = EXPRESSION.exec(key)?.[1];
        if (expression === undefined) throw new Error(`${key} is not an expression`);
        return search(payload, expression) === expected;
      })
        ? []
        : [inMessage(message, payload)],
    ),
  );
