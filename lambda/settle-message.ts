import { MAX_WAITING_MS, retryDelaySeconds } from './backoff';
import type { Delivery } from './messages/delivery';
import type { Message } from './messages/message';
import type { Request } from './messages/request';
import { failed, type Outcome } from './outcome';
import type { Journal, MessageQueue } from './ports';

/** Whether the queue may delete a message, or must keep it for another try. */
export type Settled = 'done' | 'retry';

const NO_OUTCOME = failed(new Error('a request of this message has no outcome'));

const firstError = ({ requests }: Message, outcomes: ReadonlyMap<Request, Outcome>): Error | null =>
  requests.map((request) => outcomes.get(request) ?? NO_OUTCOME).find((outcome) => outcome.kind === 'failed')
    ?.error ?? null;

/** Settles messages by what became of what they ask for, and says so in the journal. */
export const messageSettler = (queue: MessageQueue, journal: Journal) => {
  const returnToQueue = async (delivery: Delivery, error: Error): Promise<Settled> => {
    const seconds = retryDelaySeconds(error, delivery.receives);
    journal.retrying(delivery, error, seconds);
    try {
      await queue.returnAfter(delivery, seconds);
    } catch (failure) {
      journal.warn(
        `Message ${delivery.messageId} comes back after the queue's own visibility timeout instead`,
        failure,
      );
    }
    return 'retry';
  };

  const deadLetter = async (delivery: Delivery, reason: string): Promise<Settled> => {
    try {
      await queue.deadLetter(delivery, reason);
      journal.deadLettered(delivery, reason);
      return 'done';
    } catch (error) {
      const failure = new Error(`could not be moved to the dead-letter queue (${reason}): ${error}`);
      return returnToQueue(delivery, failure);
    }
  };

  const retry = (delivery: Delivery, error: Error, now: Date): Promise<Settled> => {
    const waitingMs = now.getTime() - delivery.sentAt.getTime();
    if (waitingMs <= MAX_WAITING_MS) return returnToQueue(delivery, error);
    const days = Math.floor(waitingMs / 86_400_000);
    return deadLetter(delivery, `not reported in ${days} days; last error: ${error.message}`);
  };

  /**
   * Ends one message of a batch in one of three ways: done (reported, or nothing to report), dead-lettered, or back to the
   * queue for another try. A message that could not be moved stays in the queue. Never throws.
   */
  return async (
    delivery: Delivery,
    message: Message,
    outcomes: ReadonlyMap<Request, Outcome>,
    now: Date,
  ): Promise<Settled> => {
    for (const reason of message.ignored) journal.ignored(delivery, reason);
    const error = firstError(message, outcomes);
    if (error !== null) return retry(delivery, error, now);
    return message.poison.length === 0 ? 'done' : deadLetter(delivery, message.poison.join('; '));
  };
};
