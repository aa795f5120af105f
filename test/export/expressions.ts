import fc from 'fast-check';

/** By the type of their value, so that Terraform can evaluate every expression. */
interface Expressions {
  readonly text: string;
  readonly number: string;
  readonly bool: string;
  readonly list: string;
  readonly object: string;
}

const call =
  (name: string) =>
  (args: readonly string[]): string =>
    `${name}(${args.join(',')})`;

/**
 * Expressions of HCL as cdktf writes them, without optional spaces: conditionals, calls, operators, `for`, lists and
 * objects, one in another. They read the variable `name`, which is a text that is not empty.
 */
export const expression: fc.Arbitrary<string> = fc.letrec((tie: fc.LetrecTypedTie<Expressions>) => {
  const text = tie('text');
  const number = tie('number');
  const bool = tie('bool');
  const list = tie('list');
  const object = tie('object');
  const oneOf = (...each: readonly fc.Arbitrary<string>[]) => fc.oneof({ maxDepth: 5 }, ...each);
  const conditional = (of: fc.Arbitrary<string>) =>
    fc.tuple(bool, of, of).map(([condition, one, other]) => `(${condition}?${one}:${other})`);
  return {
    text: oneOf(
      fc.stringMatching(/^[a-z]{1,24}$/).map((word) => `"${word}"`),
      fc.constantFrom('var.name', '"a \\"b\\" \\\\ $${c} %%{d}"', '{"for"="x"}["for"]'),
      text.map((each) => call('upper')([each])),
      text.map((each) => `"\${${each}} and \${var.name}"`),
      list.map((each) => call('join')(['"-"', each])),
      object.map((each) => call('jsonencode')([each])),
      conditional(text),
    ),
    number: oneOf(
      fc.nat(1000).map(String),
      list.map((each) => call('length')([each])),
      number.map((each) => `-(${each})`),
      fc.tuple(number, fc.constantFrom('+', '-', '*'), number).map((sum) => `(${sum.join('')})`),
      list.map((each) => `max(-1,[for each in ${each}:length(each)]...)`),
      conditional(number),
    ),
    bool: oneOf(
      fc.boolean().map(String),
      fc.tuple(number, fc.constantFrom('<', '>=', '=='), number).map((parts) => parts.join('')),
      fc
        .tuple(bool, fc.constantFrom('&&', '||'), bool)
        .map(([one, sign, other]) => `(${one})${sign}!(${other})`),
      fc.tuple(list, text).map(call('contains')),
    ),
    list: oneOf(
      fc.array(text, { minLength: 1, maxLength: 4 }).map((texts) => `tolist([${texts.join(',')}])`),
      fc.tuple(list, list).map(call('concat')),
      list.map((each) => `[for each in ${each}:upper(each) if each!=""]`),
      conditional(list),
    ),
    object: oneOf(
      fc.tuple(text, list).map(([one, other]) => `{"a"=${one},"longer"=${other}}`),
      fc.tuple(text, number).map(([one, other]) => `{"for"=${one},(var.name):${other}}`),
      fc.tuple(object, object).map(call('merge')),
      list.map((each) => `{for at,each in ${each}:"k\${at}"=>each}`),
    ),
  };
}).text;
