import type { SessionId } from '../session/session-id';
import type { AttestationName } from './attestations';

/** What Kosli stores with an attestation; snake_case keys, far below Kosli's limit of 1,024 KB. */
export type UserData = Readonly<Record<string, string | number | boolean | null>>;

/** The file attached to an attestation: text, or the path of a local file that is sent unchanged. */
export type Attachment =
  | { readonly filename: string; readonly text: string }
  | { readonly filename: string; readonly path: string };

/** The content of one attestation, before it is assigned to what it is about. */
export interface Statement {
  readonly name: AttestationName;
  readonly compliant: boolean;
  /** One sentence for the auditor: what this is, and why it is not compliant, if so. */
  readonly description: string;
  readonly userData: UserData;
  readonly attachment: Attachment | null;
}

/** The fields that decide whether two attestations of one name and subject are the same, by their `user_data` names. */
export type ComparedFields<Field extends string = string> = Readonly<Partial<Record<Field, unknown>>>;

/** One planned attestation; nothing has been sent yet. */
export interface Attestation extends Statement {
  readonly subject: Subject;
  readonly sessionId: SessionId | null;
  readonly compared: ComparedFields;
}

/** What evidence is about: the id of a session; of the event, where a call opened none; or the day of a statement. */
export type Subject = string;

/** Evidence about one subject, and the trail it belongs on. */
export interface Evidence {
  readonly subject: Subject;
  readonly trail: string;
  readonly attestations: readonly Attestation[];
  /** The attestations the trail has to hold; those of a session where it does not say. */
  readonly expects?: readonly AttestationName[];
}
