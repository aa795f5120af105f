import type { SQSRecord } from 'aws-lambda';
import { MAX_WAITING_MS, retryDelaySeconds } from './backoff';
import type { Journal } from './journal';
import type { Message } from './messages/message';
import type { Outcome } from './report-transcripts';
import type { TranscriptRef } from './transcript/transcript';

/** What can be done with a message besides reporting it. */
export interface MessageQueue {
  /** Keeps a message out of sight for `seconds` from now; it still has to be returned as failed. */
  readonly returnAfter: (record: SQSRecord, seconds: number) => Promise<void>;
  /** Puts a message where a person will look, with the reason. */
  readonly deadLetter: (record: SQSRecord, reason: string) => Promise<void>;
}

/** Whether the queue may delete a message, or must keep it for another try. */
export type Settled = 'done' | 'again';

const NO_OUTCOME: Outcome = {
  kind: 'failed',
  error: new Error('a transcript of this message has no outcome'),
};

const firstError = (message: Message, outcomes: ReadonlyMap<TranscriptRef, Outcome>): Error | null =>
  message.transcripts
    .map((ref) => outcomes.get(ref) ?? NO_OUTCOME)
    .find((outcome) => outcome.kind === 'failed')?.error ?? null;

const deadLetter = async (
  record: SQSRecord,
  reason: string,
  queue: MessageQueue,
  journal: Journal,
): Promise<Settled> => {
  try {
    await queue.deadLetter(record, reason);
    journal.deadLettered(record, reason);
    return 'done';
  } catch (error) {
    const failure = new Error(`could not be moved to the dead-letter queue (${reason}): ${error}`);
    return putBack(record, failure, queue, journal);
  }
};

const again = async (
  record: SQSRecord,
  error: Error,
  queue: MessageQueue,
  journal: Journal,
  now: Date,
): Promise<Settled> => {
  const waitingMs = now.getTime() - Number(record.attributes.SentTimestamp);
  if (waitingMs > MAX_WAITING_MS) {
    const days = Math.floor(waitingMs / 86_400_000);
    return deadLetter(record, `not reported in ${days} days; last: ${error.message}`, queue, journal);
  }
  return putBack(record, error, queue, journal);
};

const putBack = async (
  record: SQSRecord,
  error: Error,
  queue: MessageQueue,
  journal: Journal,
): Promise<Settled> => {
  const seconds = retryDelaySeconds(error, Number(record.attributes.ApproximateReceiveCount));
  journal.waiting(record, error, seconds);
  try {
    await queue.returnAfter(record, seconds);
  } catch (failure) {
    journal.warn(
      `Message ${record.messageId} comes back after the queue's own visibility timeout instead`,
      failure,
    );
  }
  return 'again';
};

/**
 * Ends one message of a batch, in one of three ways: done (reported, or nothing to report), dead-lettered, or back to the
 * queue for another try. There is no fourth; what could not be moved stays in the queue.
 */
export const settleMessage = async (
  record: SQSRecord,
  message: Message,
  outcomes: ReadonlyMap<TranscriptRef, Outcome>,
  queue: MessageQueue,
  journal: Journal,
  now: Date,
): Promise<Settled> => {
  for (const reason of message.ignored) journal.ignored(record, reason);
  const error = firstError(message, outcomes);
  if (error !== null) return again(record, error, queue, journal, now);
  return message.poison.length === 0 ? 'done' : deadLetter(record, message.poison.join('; '), queue, journal);
};
