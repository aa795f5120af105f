import type { Value } from './functions';
import { readTemplate } from './read-expression';

/** What Terraform would know: `var.<name>` and `<type>.<name>.<attribute>`, each with its value. */
export interface Known {
  readonly get: (name: string) => Value | undefined;
  readonly keys: () => Iterable<string>;
}

/** An expression about something that was never created. */
export class UnknownExpressionError extends Error {
  override readonly name = 'UnknownExpressionError';
}

/**
 * A string of the synthesised Terraform, evaluated.
 *
 * @throws UnknownExpressionError, UnreadableExpressionError
 */
export const evaluateAny = (text: string, known: Known): Value =>
  readTemplate(text)((name) => {
    const value = known.get(name);
    if (value !== undefined) return value;
    throw new UnknownExpressionError(
      `\${${name}} is neither a variable nor an attribute known here, which are: ${[...known.keys()].join(', ')}`,
    );
  });

/** As `evaluateAny`, where Terraform needs a string. */
export const evaluate = (text: string, known: Known): string => String(evaluateAny(text, known));
