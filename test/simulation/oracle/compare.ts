import type { Trail } from '../../../stand-ins/kosli/ledger';
import type { Invocation } from '../engine/lambda-function';
import type { Expectation } from './expectation';
import { isBuilt } from './parts';

interface Held {
  readonly trail: string;
  readonly name: string;
  readonly subject: string;
  readonly compliant: boolean;
  readonly data: Readonly<Record<string, unknown>>;
  /** Null for what no invocation reported. */
  readonly by: Invocation | null;
}

/** What Kosli holds, and who reported it. */
export interface Reported {
  readonly trails: ReadonlyMap<string, Trail>;
  /** By `attestation_id`. */
  readonly reportedBy: ReadonlyMap<string, Invocation>;
}

/** Oldest first. */
const heldOn = ({ name: trail, attestations }: Trail, reportedBy: Reported['reportedBy']): readonly Held[] =>
  attestations.map(
    ({ attestation_name: name, is_compliant: compliant, user_data: data = {}, attestation_id: id }) => ({
      trail,
      name,
      subject: String(data.session_id ?? data.cloudtrail_event_id ?? data.date),
      compliant,
      data,
      by: reportedBy.get(id) ?? null,
    }),
  );

const isMet = ({ compliant, fields }: Expectation, held: Held): boolean =>
  (compliant === null || held.compliant === compliant) &&
  Object.entries(fields).every(([field, value]) => held.data[field] === value);

const keyOf = ({ trail, name, subject }: Held | Expectation): string => `${trail} ${name} ${subject}`;

const describe = ({ trail, name, subject }: Held | Expectation): string =>
  `${name} of ${subject} on trail ${trail}`;

const overlap = (one: Invocation | null, other: Invocation | null): boolean =>
  one !== null &&
  other !== null &&
  one.id !== other.id &&
  one.startedAt < (other.endedAt() ?? Number.POSITIVE_INFINITY) &&
  other.startedAt < (one.endedAt() ?? Number.POSITIVE_INFINITY);

/**
 * What was expected, once more, from an invocation that ran at the same time as each that had reported it before: it may have
 * looked before they did.
 */
const isRepeated = (held: Held, expected: readonly Expectation[], all: readonly Held[]): boolean =>
  expected.some((one) => {
    if (!isMet(one, held)) return false;
    const before = all.slice(0, all.indexOf(held)).filter((other) => isMet(one, other));
    return before.length > 0 && before.every((other) => overlap(other.by, held.by));
  });

/**
 * What differs between what Kosli holds and what it must hold, each in a sentence; nothing when all is as it should be.
 *
 * @param isStrict also where two invocations at the same time reported the same
 */
export const differences = (
  { trails, reportedBy }: Reported,
  expected: readonly Expectation[],
  isStrict = isBuilt('two invocations at the same time'),
): readonly string[] => {
  const left = new Map<string, Held[]>();
  const allOf = new Map<string, readonly Held[]>();
  for (const held of [...trails.values()].flatMap((trail) => heldOn(trail, reportedBy)))
    left.set(keyOf(held), [...(left.get(keyOf(held)) ?? []), held]);
  for (const [key, all] of left) allOf.set(key, [...all]);
  const ofKey = new Map<string, Expectation[]>();
  for (const one of expected) ofKey.set(keyOf(one), [...(ofKey.get(keyOf(one)) ?? []), one]);
  const found: string[] = [];
  // What must be there first, so that what may be there takes nothing from it.
  const isRequired = (one: Expectation) => !one.optional && isBuilt(one.part);
  const ordered = [...expected.filter(isRequired), ...expected.filter((one) => !isRequired(one))];
  for (const one of ordered) {
    const candidates = left.get(keyOf(one)) ?? [];
    const at = candidates.findIndex((held) => isMet(one, held));
    if (at >= 0) candidates.splice(at, 1);
    else if (isRequired(one)) {
      const [other] = candidates;
      const instead =
        other === undefined
          ? ''
          : `; there is ${JSON.stringify({ compliant: other.compliant, ...other.data }).slice(0, 600)}`;
      found.push(
        `missing (${one.because}): ${describe(one)}, ${JSON.stringify({ compliant: one.compliant, ...one.fields })}${instead}`,
      );
    }
  }
  if (!isStrict) {
    for (const [key, all] of left)
      left.set(
        key,
        all.filter((held) => !isRepeated(held, ofKey.get(key) ?? [], allOf.get(key) ?? [])),
      );
  }
  const because = new Map(expected.map((one) => [one.subject, one.because]));
  for (const held of [...left.values()].flat()) {
    // Judged by wrongStatements.
    if (held.name === 'completeness' && held.trail.startsWith('completeness-')) continue;
    found.push(`not expected (${because.get(held.subject) ?? 'nobody opened it'}): ${describe(held)}`);
  }
  return found;
};
