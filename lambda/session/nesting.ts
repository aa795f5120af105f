/** No record of CloudTrail is nested half as deeply. JSON may be, and from some thousand levels on `JSON.stringify` overflows. */
const MAX_NESTING = 100;

const LEFT_OUT = '[left out: nested too deeply]';

/** The same JSON value, without what is nested so deeply that it could not be written again. */
export const withoutDepths = (value: unknown, depth = 0): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (depth === MAX_NESTING) return LEFT_OUT;
  return Array.isArray(value)
    ? value.map((each) => withoutDepths(each, depth + 1))
    : Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withoutDepths(each, depth + 1)]));
};
