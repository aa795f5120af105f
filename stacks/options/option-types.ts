import * as v from 'valibot';

/** A string that matches a pattern. Every error message says `expected <form>. <remedy>`. */
export const stringMatching = (pattern: RegExp, form: string, remedy: string) => {
  const message = `expected ${form}. ${remedy}`;
  return v.pipe(v.string(message), v.regex(pattern, message));
};

/** One of several literal strings. */
export const oneOf = <const Words extends readonly string[]>(words: Words, remedy: string) =>
  v.picklist(words, `expected one of ${words.map((word) => JSON.stringify(word)).join(', ')}. ${remedy}`);

/** `true` or `false`; `false` when left out. */
export const flag = (remedy: string) => v.optional(v.boolean(`expected true or false. ${remedy}`), false);

/** `null` when left out, so that no parsed option is ever undefined. */
export const orNull = <Schema extends v.GenericSchema>(schema: Schema) =>
  v.optional(v.nullable(schema), null);

/** At least one `item`, without duplicates. */
const nonEmptyList = <Item extends v.GenericSchema<unknown, string>>(item: Item, what: string) => {
  const message = `expected a list of at least one ${what}, each once. Leave the option out for none.`;
  return v.pipe(
    v.array(item, message),
    v.minLength(1, message),
    v.check((given) => new Set(given).size === given.length, message),
  );
};

/** A list without duplicates; empty when left out. An empty list in the options is an error. */
export const optionalList = <Item extends v.GenericSchema<unknown, string>>(item: Item, what: string) =>
  v.pipe(
    orNull(nonEmptyList(item, what)),
    v.transform((given): readonly string[] => given ?? []),
  );
