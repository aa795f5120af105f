/** An attestation as Kosli stores and lists it, as far as it is hashed. */
export interface StoredAttestation {
  readonly attestation_name: string;
  readonly is_compliant: boolean;
  readonly user_data: Readonly<Record<string, unknown>>;
}

const sortKeys = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
    : value;

/**
 * The text of an attestation that is hashed for the list of a completeness statement: JSON without white space, of these three
 * fields only, the keys of every object sorted by UTF-16 code units (as in RFC 8785). What Kosli adds itself is left out.
 */
export const canonicalAttestation = ({
  attestation_name,
  is_compliant,
  user_data,
}: StoredAttestation): string => JSON.stringify({ attestation_name, is_compliant, user_data }, sortKeys);
