import * as v from 'valibot';

const expectationOf = (schema: object | undefined): string =>
  schema && 'message' in schema && typeof schema.message === 'string' ? schema.message : 'a value';

/**
 * An object that knows all its names. valibot's `strictObject` stops at the first unknown name and calls a missing one
 * by the object's own message; here every unknown name is reported, and a missing one says what it is expected to be.
 */
export const closedObject = <Entries extends v.ObjectEntries>(
  entries: Entries,
): v.GenericSchema<unknown, v.InferOutput<v.ObjectSchema<Entries, undefined>>> => {
  const names = Object.keys(entries).join(', ');
  return v.objectWithRest(
    entries,
    v.never(`no such option exists here. Remove it, or write one of: ${names}.`),
    (issue) => {
      const missing = issue.path?.[0].key;
      return missing === undefined
        ? `expected an object with some of: ${names}. Write { … }, or leave the option out.`
        : expectationOf(entries[String(missing)]);
    },
  );
};
