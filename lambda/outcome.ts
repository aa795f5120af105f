import type { Subject } from './evidence/attestation';
import type { ReconcileTally } from './reconcile/tally';

/** The outcome of a request. A failed one keeps its message in the queue; with any other, the message is done with it. */
export type Outcome =
  | { readonly kind: 'reported'; readonly report: Report }
  | { readonly kind: 'reconciled'; readonly tally: ReconcileTally; readonly continues: boolean }
  /** Done without evidence of its own. */
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly error: Error };

/** What was put on a trail. */
export interface Reported {
  readonly trail: string;
  /** Attestations sent now. */
  readonly sent: readonly string[];
  /** Attestations the trail already held. */
  readonly held: readonly string[];
}

/** Evidence that is on its trail. */
export interface Report extends Reported {
  readonly subject: Subject;
  /** Whether the caller could be identified. */
  readonly attributed: boolean;
  /** Of a transcript: how long after its upload its evidence was on Kosli, in seconds. */
  readonly latencySeconds?: number;
  /** Of the newest day that is due: whether its statement is compliant. */
  readonly statementCompliant?: boolean;
}

export const failed = (error: unknown): Outcome => ({
  kind: 'failed',
  error: error instanceof Error ? error : new Error(String(error)),
});
