import * as v from 'valibot';

const messageOf = (schema: object | undefined): string =>
  schema && 'message' in schema && typeof schema.message === 'string' ? schema.message : 'a value';

/**
 * An object that takes no other names. valibot's `strictObject` stops at the first unknown name and reports a missing one
 * with the object's own message; here every unknown name is reported, and a missing one with the message of its own schema.
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
        : messageOf(entries[String(missing)]);
    },
  );
};
