/**
 * How much of a transcript is drawn, from its beginning; the rest is counted and hashed, and said to be missing. Test
 * test/cli/show/page-limits.test.ts measures what that costs at most.
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
