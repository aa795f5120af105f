/** What the function is expected to do beyond reporting what it is told. */
export type Part =
  | 'sessions that no event announced'
  | 'missing transcripts'
  | 'lost notifications'
  | 'late callers'
  | 'replaced transcripts'
  | 'writers of transcripts'
  | 'completeness statements'
  | 'verify'
  | 'half a look-up a session'
  /** Of tasks that ECS has forgotten by the time their transcript counts as missing. */
  | 'causes of forgotten tasks'
  /** Told of the same session, they report it once, and see each other's transcript. */
  | 'two invocations at the same time';

/** Not built yet: what they would add is neither required nor refused. To have one checked, delete its line. */
const NOT_BUILT: readonly Part[] = ['causes of forgotten tasks', 'two invocations at the same time'];

/** @param part null for what has always been */
export const isBuilt = (part: Part | null): boolean => part === null || !NOT_BUILT.includes(part);

export const partsNotBuilt = (): readonly Part[] => NOT_BUILT;
