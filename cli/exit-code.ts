/** What every command ends with; the README lists them. */
export const EXIT = {
  /** Done, and nothing is wrong. */
  ok: 0,
  /** Done, and something is wrong: a finding, a violation, a mismatch, a session without evidence. */
  found: 1,
  /** Not done: wrong usage, or AWS or Kosli gave no answer. */
  failed: 2,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A mistake of whoever called, or a refusal of whom we asked: its message says what to do, and no stack trace helps. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}
