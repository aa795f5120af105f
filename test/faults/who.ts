import { sessionId } from '../end-to-end/sessions';

/** The session that something goes wrong with. */
export const ALICE = sessionId(1);
/** The one in the same batch. */
export const BOB = sessionId(2);
/** On Alice's trail before anything happens, so that it is not new. */
export const EARLIER = sessionId(99);

/**
 * Whose message it is: about Alice's session or Bob's, the run that looks for what is missing, the statement of a day (or of all that
 * are due), and any other.
 */
export type Who = 'alice' | 'bob' | 'run' | 'statement' | 'message';

export const EVERYBODY: readonly Who[] = ['alice', 'bob', 'run', 'statement', 'message'];

/** Null for the one that S3 sends when it is told to notify the queue. */
export const whoseMessage = (body: string): Who | null => {
  if (body.includes('"s3:TestEvent"')) return null;
  if (body.includes(ALICE)) return 'alice';
  if (body.includes(BOB)) return 'bob';
  if (body.includes('"kind":"reconcile"')) return 'run';
  return body.includes('"kind":"completeness"') ? 'statement' : 'message';
};
