/** What Terraform would know: `var.<name>` and `<type>.<name>.<attribute>`, each with its value. */
export type Known = ReadonlyMap<string, string>;

/** An expression that only Terraform can evaluate, or one about something that was never created. */
export class UnknownExpressionError extends Error {
  override readonly name = 'UnknownExpressionError';
}

const lookUp = (expression: string, known: Known): string => {
  const value = known.get(expression);
  if (value !== undefined) return value;
  throw new UnknownExpressionError(
    `\${${expression}} is neither a variable nor an attribute known here, which are: ${[...known.keys()].join(', ')}`,
  );
};

/** A string of the synthesised Terraform with its references filled in. Functions and operators are not for here. */
export const evaluate = (text: string, known: Known): string =>
  text.replace(/\$\{([^}]*)\}/g, (_whole, expression: string) => lookUp(expression, known));
