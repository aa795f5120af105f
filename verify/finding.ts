/** Something that does not match, or could not be checked; `name` is the day, session, transcript or file it is about. */
export interface Finding {
  readonly about: 'day' | 'statement' | 'session' | 'transcript' | 'log-file';
  readonly name: string;
  readonly text: string;
}

/** What came out for one day. */
export interface DayResult {
  readonly date: string;
  /** Revision of the statement that was compared; null when there is none. */
  readonly revision: number | null;
  readonly calls: number;
  readonly transcripts: number;
  readonly sessions: number;
  /** How many sessions are open, as stated and as found. */
  readonly open: number;
  readonly root: string | null;
  readonly mismatches: readonly Finding[];
  readonly unchecked: readonly Finding[];
  /** What a reader should know although it is not a mismatch. */
  readonly notes: readonly string[];
}

/** Collects what is found out about a day. */
export const findings = () => {
  const mismatches: Finding[] = [];
  const unchecked: Finding[] = [];
  const notes: string[] = [];
  return {
    mismatches,
    unchecked,
    notes,
    mismatch: (about: Finding['about'], name: string, text: string): void => {
      mismatches.push({ about, name, text });
    },
    cannotCheck: (about: Finding['about'], name: string, text: string): void => {
      unchecked.push({ about, name, text });
    },
    note: (text: string): void => {
      notes.push(text);
    },
  };
};
export type Findings = ReturnType<typeof findings>;

/** The worst of some days: anything that does not match comes before anything that could not be checked. */
export const exitCodeOf = (days: readonly DayResult[]): 0 | 1 | 2 => {
  if (days.some(({ mismatches }) => mismatches.length > 0)) return 1;
  return days.some(({ unchecked }) => unchecked.length > 0) ? 2 : 0;
};
