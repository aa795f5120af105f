import type { EvidenceRules } from './evidence/plan-evidence';

/** The settings that the stories depend on. */
export interface ReportingRules extends EvidenceRules {
  /** How long after its upload a session waits for its caller to be found. */
  readonly identityDeadlineMinutes: number;
  /** How long a session may go without a transcript. */
  readonly transcriptGraceMinutes: number;
}
