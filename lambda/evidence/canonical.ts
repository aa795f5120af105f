/**
 * The canonical form of a JSON value: RFC 8785 (JSON Canonicalization Scheme). No whitespace; the members of every object
 * sorted by their names' UTF-16 code units; numbers and strings as ECMAScript's `JSON.stringify` writes them. Two texts of the
 * same value have the same form, so its hash can be recomputed by anybody, with any implementation of the RFC.
 *
 * @param value as `JSON.parse` returns it
 */
export const canonicalJson = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  // Written out, as an object would put names like "10" first.
  const members = Object.entries(value)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
};

/** What of an attestation its hash covers: all that was said, and nothing that Kosli adds. */
export interface HashedContent {
  readonly attestation_name?: unknown;
  readonly is_compliant?: unknown;
  readonly user_data?: unknown;
}

/**
 * The text whose SHA-256 (UTF-8) stands for an attestation in a completeness statement: the canonical JSON of exactly its
 * `attestation_name`, `is_compliant` and `user_data`, as Kosli lists them; null for one that it does not list.
 */
export const canonicalAttestation = ({ attestation_name, is_compliant, user_data }: HashedContent): string =>
  canonicalJson({ attestation_name, is_compliant, user_data });
