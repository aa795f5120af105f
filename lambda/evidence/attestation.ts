/** The attestations a transcript leaves on its trail, in the order they are reported. */
export const ATTESTATION_NAMES = ['user-identity', 'service-identity', 'command-logs'] as const;
export type AttestationName = (typeof ATTESTATION_NAMES)[number];

/** What Kosli keeps beside an attestation; snake_case keys, far below Kosli's limit of 1,024 KB. */
export type UserData = Readonly<Record<string, string | number | boolean | null>>;

/** A file that goes with an attestation: text, or the path of a local file that is sent as it is. */
export type Attachment =
  | { readonly filename: string; readonly text: string }
  | { readonly filename: string; readonly path: string };

/** One piece of evidence, as data; nothing has been sent. */
export interface Attestation {
  readonly name: AttestationName;
  readonly compliant: boolean;
  /** One sentence for the auditor: what this is, and if it is not compliant, why. */
  readonly description: string;
  readonly userData: UserData;
  readonly attachment: Attachment | null;
}

/** All evidence of one session, and the trail it belongs on. */
export interface Evidence {
  readonly sessionId: string;
  readonly trail: string;
  readonly attestations: readonly Attestation[];
}
