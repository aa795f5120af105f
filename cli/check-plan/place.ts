/**
 * Somewhere in what a plan would make: a value, and what of it is known only after apply, side by side as in
 * `change.after` and `change.after_unknown`.
 * https://developer.hashicorp.com/terraform/internals/json-format#change-representation
 */
export interface Place {
  readonly value: unknown;
  /** `true` where all of it is known only after apply. */
  readonly unknown: unknown;
  readonly sensitive: unknown;
  /** In `planned_values`, which leave out what is known only after apply. */
  readonly leavesOutUnknown: boolean;
}

const inside = (container: unknown, step: string | number): unknown => {
  if (container === true) return true;
  if (typeof container !== 'object' || container === null || !Object.hasOwn(container, step))
    return undefined;
  return (container as Readonly<Record<string | number, unknown>>)[step];
};

const isLeftOut = (place: Place, step: string | number): boolean =>
  place.leavesOutUnknown &&
  typeof step === 'string' &&
  typeof place.value === 'object' &&
  place.value !== null &&
  !Object.hasOwn(place.value, step);

/** Goes in by attribute names and list indexes; what is not there is null. */
export const at = (place: Place, ...steps: readonly (string | number)[]): Place =>
  steps.reduce<Place>(
    (from, step) => ({
      value: inside(from.value, step) ?? null,
      unknown: from.unknown === true || isLeftOut(from, step) ? true : inside(from.unknown, step),
      sensitive: inside(from.sensitive, step),
      leavesOutUnknown: from.leavesOutUnknown,
    }),
    place,
  );

export const isUnknown = ({ unknown }: Place): boolean => unknown === true;

/** The elements of a list or set, and the blocks of one kind; none where there is no list. */
export const items = (place: Place): readonly Place[] =>
  Array.isArray(place.value) ? place.value.map((_, index) => at(place, index)) : [];

/** A text that is known and not blank. */
export const textOf = ({ value }: Place): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value : null;

/** Something is set: it has a value, or it will have one once it is applied. */
export const isSet = (place: Place): boolean => isUnknown(place) || textOf(place) !== null;

/** A value for a message; what Terraform marks as sensitive is not shown. */
export const shown = ({ value, sensitive }: Place): string =>
  sensitive === true ? '(sensitive)' : JSON.stringify(value);
