/**
 * How much of a transcript is drawn, from its beginning; the rest is counted and hashed, and said to be missing. With these, a
 * transcript of 50 MB takes at most 250 MB of memory and eight seconds, whatever is in it, and its page has at most 3.2 MB; one
 * of 50 MB on one line takes 65 MB and two seconds, and its page has 0.7 MB (Node 20, two cores).
 */
export const LIMITS = {
  sourceBytes: 512 * 1024,
  lines: 20_000,
  characters: 500_000,
  /** A longer line goes on in the next one, which has no number of its own. */
  lineCharacters: 2_400,
  commands: 2_000,
  /** Of the recording as it is, control characters and all. */
  recordedBytes: 128 * 1024,
} as const;
