import type { LateMishap, Match } from '../../stand-ins/network/mishaps';
import { trailOf } from '../end-to-end/sessions';
import { kosliAnswer } from './answers';

/** In what all faults of Kosli are written. */

/** The trail of the session that something goes wrong with. */
export const ALICE = trailOf('alice');
/** Requests about that trail. */
export const to = (operation: string, more: Match = {}): Match => ({
  service: 'Kosli',
  operation,
  about: ALICE,
  ...more,
});
export const WAIT = 'wait; if it lasts, ask Kosli, and look at what is between the function and Kosli';

export const answered = (status: number, headers?: Readonly<Record<string, string>>): LateMishap => ({
  kind: 'answer',
  answer: kosliAnswer(status, headers),
});

export const retryAfter = (seconds: number) => ({ 'retry-after': String(seconds) });
