import * as v from 'valibot';

/** A string of one form. Every refusal says `expected <form>. <remedy>`. */
export const stringMatching = (pattern: RegExp, form: string, remedy: string) => {
  const message = `expected ${form}. ${remedy}`;
  return v.pipe(v.string(message), v.regex(pattern, message));
};

/** One of a few words. */
export const oneOf = <const Words extends readonly string[]>(words: Words, remedy: string) =>
  v.picklist(words, `expected one of ${words.map((word) => JSON.stringify(word)).join(', ')}. ${remedy}`);

/** `true` or `false`, which is also what is left out. */
export const flag = (remedy: string) => v.optional(v.boolean(`expected true or false. ${remedy}`), false);

/** At least one of `item`, each once. */
export const listOf = <Item extends v.GenericSchema<unknown, string>>(item: Item, what: string) => {
  const message = `expected a list of at least one ${what}, each once. Leave the option out for none.`;
  return v.pipe(
    v.array(item, message),
    v.minLength(1, message),
    v.check((given) => new Set(given).size === given.length, message),
  );
};

/** What may be left out is `null` afterwards, so that nothing behind the parser is optional. */
export const orNull = <Schema extends v.GenericSchema>(schema: Schema) =>
  v.optional(v.nullable(schema), null);

/** As `listOf`; what is left out is an empty list, and an empty list written out is a mistake. */
export const optionalList = <Item extends v.GenericSchema<unknown, string>>(item: Item, what: string) =>
  v.pipe(
    orNull(listOf(item, what)),
    v.transform((given): readonly string[] => given ?? []),
  );
