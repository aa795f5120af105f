import type { SQSRecord } from 'aws-lambda';
import { md5Of } from '../../../stand-ins/md5';
import type { QueueAttributes } from '../../../stand-ins/terraform/apply';
import type { Engine } from './engine';
import type { Random } from './random';

/** A message of a queue, and what became of it. */
export interface Message {
  readonly id: string;
  readonly body: string;
  readonly sentAt: number;
  readonly attributes: Readonly<Record<string, string>>;
  receives: number;
  visibleAt: number;
  deletedAt: number | null;
}

/** A standard queue: at least once, in no order, for as long as it keeps messages. */
export interface Queue {
  readonly name: string;
  readonly send: (
    body: string,
    attributes?: Readonly<Record<string, string>>,
    delaySeconds?: number,
  ) => string;
  /** Messages that can be seen now, as many as asked for; each is out of sight for the visibility timeout. */
  readonly receive: (most: number) => readonly SQSRecord[];
  readonly delete: (receiptHandle: string) => void;
  /** @returns false when the handle is not that of a message in flight */
  readonly changeVisibility: (receiptHandle: string, seconds: number) => boolean;
  /** Every message there ever was. */
  readonly messages: readonly Message[];
  /** Not deleted, neither expired nor moved away. */
  readonly pending: () => readonly Message[];
  /** Is called when a message can be seen. */
  readonly onVisible: (listener: () => void) => void;
}

export interface QueueSettings extends QueueAttributes {
  readonly name: string;
  readonly arn: string;
  /** How many deliveries happen once more, by the queue's own doing. */
  readonly duplicates: number;
  readonly deadLetters: Queue | null;
}

export const openQueue = (engine: Engine, random: Random, settings: QueueSettings): Queue => {
  const messages: Message[] = [];
  const open = new Set<Message>();
  const receipts = new Map<string, Message>();
  /** Deliveries that happen although the message is in flight, or deleted. */
  const again: Message[] = [];
  const listeners: (() => void)[] = [];
  const announce = () => {
    for (const listener of listeners) listener();
  };
  const announceAt = (message: Message, time: number): void => {
    engine.at(time, () => {
      if (message.deletedAt === null && message.visibleAt <= engine.now()) announce();
    });
  };
  const leave = (message: Message): void => {
    message.deletedAt = engine.now();
    open.delete(message);
  };
  const recordOf = (message: Message): SQSRecord => {
    message.receives += 1;
    const receiptHandle = `${message.id}#${message.receives}`;
    receipts.set(receiptHandle, message);
    return {
      messageId: message.id,
      receiptHandle,
      body: message.body,
      attributes: {
        ApproximateReceiveCount: String(message.receives),
        SentTimestamp: String(message.sentAt),
        SenderId: 'AIDASENDER',
        ApproximateFirstReceiveTimestamp: String(engine.now()),
      },
      messageAttributes: {},
      md5OfBody: md5Of(message.body),
      eventSource: 'aws:sqs',
      eventSourceARN: settings.arn,
      awsRegion: settings.arn.split(':')[3] ?? '',
    };
  };
  const deliver = (message: Message): SQSRecord | null => {
    if (message.receives >= settings.maxReceiveCount) {
      leave(message);
      settings.deadLetters?.send(message.body, { reason: 'maxReceiveCount' });
      return null;
    }
    message.visibleAt = engine.now() + settings.visibilityTimeoutSeconds * 1000;
    announceAt(message, message.visibleAt);
    if (random.chance(settings.duplicates)) {
      engine.after(random.between(0, 30_000), () => {
        again.push(message);
        announce();
      });
    }
    return recordOf(message);
  };
  const visible = (): readonly Message[] => {
    const now = engine.now();
    for (const message of open) if (message.sentAt + settings.retentionSeconds * 1000 < now) leave(message);
    return [...open].filter((message) => message.visibleAt <= now);
  };
  return {
    name: settings.name,
    send: (body, attributes = {}, delaySeconds = 0) => {
      const sentAt = engine.now();
      const id = `${settings.name}-${messages.length + 1}`;
      const visibleAt = sentAt + delaySeconds * 1000;
      const message = { id, body, sentAt, attributes, receives: 0, visibleAt, deletedAt: null };
      messages.push(message);
      open.add(message);
      announceAt(message, visibleAt);
      return id;
    },
    receive: (most) => {
      const repeated = again.splice(0, most).map(recordOf);
      const fresh = visible()
        .slice(0, most - repeated.length)
        .flatMap((message) => deliver(message) ?? []);
      return [...repeated, ...fresh];
    },
    delete: (receiptHandle) => {
      const message = receipts.get(receiptHandle);
      if (message !== undefined && message.deletedAt === null) leave(message);
    },
    changeVisibility: (receiptHandle, seconds) => {
      const message = receipts.get(receiptHandle);
      if (message === undefined || message.deletedAt !== null || message.visibleAt <= engine.now())
        return false;
      message.visibleAt = engine.now() + seconds * 1000;
      announceAt(message, message.visibleAt);
      return true;
    },
    messages,
    pending: () => [...open],
    onVisible: (listener) => {
      listeners.push(listener);
    },
  };
};
