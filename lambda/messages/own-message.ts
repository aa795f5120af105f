import type { TranscriptRef } from '../transcript/transcript';

/** Messages this system sends to itself; bodies of the queue, as JSON. */
export type OwnMessage =
  /** A call that CloudTrail's event history shows and Kosli lacks; the record without stream URL and token. */
  | { readonly kind: 'api-call'; readonly record: unknown }
  /** A transcript that no notification has brought to its trail. */
  | { readonly kind: 'transcript'; readonly object: TranscriptRef }
  /** A session whose transcript did not come in time. */
  | { readonly kind: 'transcript-missing'; readonly record: unknown }
  | ReconcileMessage
  | CompletenessMessage;

/** By schedule (no times; how far that looks back is in `reconcile/position.ts`), by an operator, or going on where one broke off. */
export interface ReconcileMessage {
  readonly kind: 'reconcile';
  /** ISO 8601. */
  readonly from?: string;
  readonly to?: string;
  readonly daily?: boolean;
  readonly cursor?: string;
}

/** States all days that are due; or one, `YYYY-MM-DD` in UTC. */
export interface CompletenessMessage {
  readonly kind: 'completeness';
  readonly date?: string;
}
