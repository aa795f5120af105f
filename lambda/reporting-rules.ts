import type { TranscriptRules } from './evidence/plan-evidence';

/** The settings that the stories depend on. */
export interface ReportingRules extends TranscriptRules {
  /** How long after its upload a session waits for its caller to be found. */
  readonly identityDeadlineMinutes: number;
}
