import type { Part } from './parts';

export type Fields = Readonly<Record<string, string | number | boolean | null>>;

/** An attestation that a trail must hold, exactly once. */
export interface Expectation {
  readonly trail: string;
  readonly name: string;
  /** The session's id; the event's, of a call that opened none. */
  readonly subject: string;
  /** Null where it depends on what happened first. */
  readonly compliant: boolean | null;
  /** Of its `user_data`. */
  readonly fields: Fields;
  /** Which part of the function puts it there; null for what reports what it is told. */
  readonly part: Part | null;
  /** It may be there or not, by the order in which things happened. */
  readonly optional: boolean;
  /** For the reader: what went wrong with the session. */
  readonly because: string;
}

/** The trail of whoever has this session name. */
export const trailOf = (person: string): string => `AROAEXAMPLE-${person}`;
