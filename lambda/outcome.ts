import type { SessionId } from './session/session-id';

/** What became of a request. */
export type Outcome =
  | { readonly kind: 'reported'; readonly report: SessionReport }
  | { readonly kind: 'failed'; readonly error: Error };

/** What was put on a trail. */
export interface Reported {
  readonly trail: string;
  /** Attestations sent now. */
  readonly sent: readonly string[];
  /** Attestations the trail held already. */
  readonly held: readonly string[];
}

/** A session that is on its trail. */
export interface SessionReport extends Reported {
  readonly sessionId: SessionId;
  /** Whether somebody could be named. */
  readonly attributed: boolean;
}

export const failed = (error: unknown): Outcome => ({
  kind: 'failed',
  error: error instanceof Error ? error : new Error(String(error)),
});
