import type { TranscriptRules } from './evidence/plan-evidence';

/** The settings that the stories depend on. */
export interface ReportingRules extends TranscriptRules {
  /** How long after its upload a session waits for its caller to be found. */
  readonly identityDeadlineMinutes: number;
  /** How long after the end of a session its transcript, and everything else about it, may still be on its way. */
  readonly transcriptGraceMinutes: number;
  readonly transcriptBucket: string;
  /** What transcript keys begin with where the cluster does not say. */
  readonly transcriptPrefix: string;
}
