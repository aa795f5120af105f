/** What a reconciliation goes through, one after the other: CloudTrail's calls, the keys of the bucket, the bypasses. */
export const PHASES = ['calls', 'keys', 'bypasses'] as const;
export type Phase = (typeof PHASES)[number];

/** Where a reconciliation is, as the cursor of a message carries it on. */
export interface Position {
  readonly phase: Phase;
  /** ISO 8601 time of the oldest call read, or the last key; null at the beginning of the phase. */
  readonly after: string | null;
}

const isPhase = (text: string): text is Phase => PHASES.some((phase) => phase === text);

/** As `cursorOf` writes it: UTC, with milliseconds. Of other years than these, no `Date` may be left to reckon with. */
const isTime = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.test(text) && !Number.isNaN(Date.parse(text));

/** S3 takes a key of at most 1,024 bytes; XML 1.0, and so S3's list, has no NUL. */
const isKey = (text: string): boolean => text !== '' && text.length <= 1024 && !text.includes('\0');

/** `calls`, `bypasses:2026-07-31T12:25:25.000Z`, `keys:prefix/…`; null for a cursor that was not written by `cursorOf`. */
export const positionOf = (cursor: string): Position | null => {
  const [phase = '', ...rest] = cursor.split(':');
  if (!isPhase(phase)) return null;
  if (rest.length === 0) return { phase, after: null };
  const after = rest.join(':');
  return (phase === 'keys' ? isKey : isTime)(after) ? { phase, after } : null;
};

export const cursorOf = ({ phase, after }: Position): string =>
  after === null ? phase : `${phase}:${after}`;
