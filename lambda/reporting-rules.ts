import type { EvidenceRules } from './evidence/plan-evidence';

/** What the settings tell the stories. */
export interface ReportingRules extends EvidenceRules {
  /** For how long after its upload the caller of a session is waited for. */
  readonly identityDeadlineMinutes: number;
}
