import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { AttestationOfSession } from '../lambda/completeness/session-line';
import { type AttestationName, comparedFields, subjectOf } from '../lambda/evidence/attestations';
import { canonicalAttestation } from '../lambda/evidence/canonical';
import { elementSplitter } from '../lambda/json-elements';
import { type Sources, UncheckableError } from './sources';

/** An attestation as Kosli lists it. */
export interface ListedAttestation extends AttestationOfSession {
  readonly subject: string;
  readonly isCompliant: boolean;
  /** When Kosli stored it, as epoch seconds. */
  readonly createdAt: number;
  readonly userData: Readonly<Record<string, unknown>>;
}

// Others may attest under the same name on the trail, in whatever form; which are about a session, `user_data` says.
const Listed = v.fallback(v.object({ user_data: v.fallback(v.record(v.string(), v.unknown()), {}) }), {
  user_data: {},
});
const Item = v.object({
  is_compliant: v.boolean(),
  // Seconds.
  created_at: v.number(),
  user_data: v.record(v.string(), v.unknown()),
});

const ITEMS = { depth: 2, maxBytes: 4 * 1024 * 1024 };

/** Null for an attestation about something else; one about these subjects must be whole. */
const listedOf = (
  name: AttestationName,
  item: unknown,
  subjects: ReadonlySet<string>,
): ListedAttestation | null => {
  const subject = subjectOf(v.parse(Listed, item).user_data);
  if (!subjects.has(subject)) return null;
  const parsed = v.safeParse(Item, item);
  if (!parsed.success) {
    const wrong = parsed.issues.map((issue) => `${v.getDotPath(issue)}: ${issue.message}`).join('; ');
    throw new TypeError(`the one of ${subject} is malformed: ${wrong}`);
  }
  const { is_compliant, created_at, user_data } = parsed.output;
  const canonical = canonicalAttestation({ attestation_name: name, is_compliant, user_data });
  return {
    name,
    subject,
    isCompliant: is_compliant,
    createdAt: created_at,
    userData: user_data,
    compared: comparedFields(name, user_data),
    sha256: createHash('sha256').update(canonical).digest('hex'),
  };
};

/**
 * The attestations of a name on a trail about these subjects, oldest first; none when there is no such trail.
 *
 * @throws UncheckableError when the list cannot be read to its end, or one about these subjects is malformed
 */
export const readAttestations = async (
  { attestations }: Sources,
  trail: string,
  name: AttestationName,
  subjects: ReadonlySet<string>,
): Promise<readonly ListedAttestation[]> => {
  const body = await attestations(trail, name);
  if (body === null) return [];
  const items = elementSplitter(ITEMS);
  const listed: ListedAttestation[] = [];
  try {
    for await (const chunk of body) {
      for (const element of items.take(Buffer.from(chunk))) {
        const attestation = listedOf(name, JSON.parse(element.toString('utf8')), subjects);
        if (attestation !== null) listed.push(attestation);
      }
    }
    if (!items.wasWhole('[')) throw new SyntaxError('expected a complete JSON array');
  } catch (error) {
    if (error instanceof UncheckableError) throw error;
    throw new UncheckableError(`what Kosli lists as ${name} of trail "${trail}" could not be read: ${error}`);
  }
  return listed.toSorted((one, other) => one.createdAt - other.createdAt);
};
