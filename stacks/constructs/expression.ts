import { Token } from 'cdktf';

/** `${var.tags}` without its braces: `var.tags`. @throws TypeError for anything but one reference */
export const unwrapReference = (reference: string): string => {
  const inside = /^\$\{([\w.[\]-]+)\}$/.exec(reference)?.[1];
  if (inside !== undefined) return inside;
  throw new TypeError(
    `expected a reference such as \${var.tags}, got ${reference}. Write it into the text of the expression.`,
  );
};

/**
 * An expression in Terraform's own language. cdktf's functions would write `undefined` for 0 and "", and have no `for`.
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
    // cdktf would put some of its tokens into braces here and others not.
    if (Token.isUnresolved(reference)) {
      throw new TypeError(`expected a reference or a number after ${part}, got a cdktf token`);
    }
    return part + (isQuoted || typeof reference === 'number' ? reference : unwrapReference(reference));
  });
  return `\${${written.join('')}}`;
};
