import { Token } from 'cdktf';

/** What stands between the braces of a reference: `var.tags` of `${var.tags}`. @throws for anything but one reference */
export const unwrapReference = (reference: string): string => {
  const inside = /^\$\{([\w.[\]]+)\}$/.exec(reference)?.[1];
  if (inside !== undefined) return inside;
  throw new TypeError(
    `expected a reference such as \${var.tags}, got ${reference}. Put it into the expression as text.`,
  );
};

/**
 * An expression in Terraform's own language. cdktf's functions would write `undefined` for 0 and "", and know no `for`.
 *
 * @param references numbers, and references such as `${var.tags}`, which lose their braces outside the quotes of the expression
 */
export const expression = (
  text: TemplateStringsArray,
  ...references: readonly (string | number)[]
): string => {
  let isQuoted = false;
  const written = text.raw.map((part, index) => {
    const quotes = part.replaceAll('\\"', '').split('"').length - 1;
    if (quotes % 2 === 1) isQuoted = !isQuoted;
    const reference = references[index];
    if (reference === undefined) return part;
    // cdktf would put some of its own into braces here and others not.
    if (Token.isUnresolved(reference)) throw new TypeError(`expected no token of cdktf's behind ${part}`);
    return part + (isQuoted || typeof reference === 'number' ? reference : unwrapReference(reference));
  });
  return `\${${written.join('')}}`;
};
