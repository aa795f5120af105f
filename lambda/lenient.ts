import * as v from 'valibot';

/**
 * Schemas for records that must never be rejected: a field of the wrong type counts as absent, because an odd record is still
 * evidence. Fields that must be valid (the session id, for example) are checked by the code that uses them.
 */

/** A non-empty string, or null. */
export const textOrNull = v.fallback(v.nullable(v.pipe(v.string(), v.nonEmpty())), null);

/** A boolean, including CloudTrail's `"true"` and `"false"`, or null. */
export const booleanOrNull = v.fallback(
  v.nullable(
    v.union([
      v.boolean(),
      v.pipe(
        v.picklist(['true', 'false']),
        v.transform((word) => word === 'true'),
      ),
    ]),
  ),
  null,
);

/** An object of lenient fields; anything else reads as an object whose fields are all absent. */
export const lenientObject = <Entries extends v.ObjectEntries>(entries: Entries) => {
  const schema = v.object(entries);
  return v.fallback(schema, () => v.parse(schema, {}));
};
