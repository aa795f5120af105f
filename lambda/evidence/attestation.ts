import type { SessionId } from '../session/session-id';
import type { AttestationName } from './attestations';

/** What Kosli keeps beside an attestation; snake_case keys, far below Kosli's limit of 1,024 KB. */
export type UserData = Readonly<Record<string, string | number | boolean | null>>;

/** A file that goes with an attestation: text, or the path of a local file that is sent as it is. */
export type Attachment =
  | { readonly filename: string; readonly text: string }
  | { readonly filename: string; readonly path: string };

/** What one attestation says, before it is known whose session it belongs to. */
export interface Statement {
  readonly name: AttestationName;
  readonly compliant: boolean;
  /** One sentence for the auditor: what this is, and if it is not compliant, why. */
  readonly description: string;
  readonly userData: UserData;
  readonly attachment: Attachment | null;
}

/** The fields that decide whether two attestations of one name and session are the same, by their `user_data` names. */
export type ComparedFields = Readonly<Record<string, unknown>>;

/** One piece of evidence, as data; nothing has been sent. */
export interface Attestation extends Statement {
  readonly sessionId: SessionId;
  readonly compared: ComparedFields;
}

/** Evidence of one session, and the trail it belongs on. */
export interface Evidence {
  readonly sessionId: SessionId;
  readonly trail: string;
  readonly attestations: readonly Attestation[];
}
