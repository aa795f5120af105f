import { isDeepStrictEqual } from 'node:util';

const isNested = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** In what two JSON values differ, each difference with its path and both values. */
export const differencesAt = (path: string, one: unknown, other: unknown): string[] => {
  if (isDeepStrictEqual(one, other)) return [];
  if (!isNested(one) || !isNested(other)) {
    return [`${path}: ${JSON.stringify(one)} and ${JSON.stringify(other)}`];
  }
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].flatMap((name) => differencesAt(`${path}.${name}`, one[name], other[name]));
};
