import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { version as reporterVersion } from '../package.json';
import { whyAbandoned } from './backoff';
import { openConnections } from './connections';
import { harmlessText } from './harmless-text';
import { leaveHttpParserUnoptimized } from './http-parser';
import { type Delivery, deliveryOf } from './messages/delivery';
import { type Message, type MessageContext, poison } from './messages/message';
import { parseMessage } from './messages/parse-message';
import { subjectsOf } from './messages/request';
import type { Outcome } from './outcome';
import { powertoolsJournal } from './powertools-journal';
import type { AwsLocation } from './session/session';
import { parseSettings } from './settings';
import { messageSettler } from './settle-message';
import { carryOut } from './stories';
import { beginTime, shareOf, type Time } from './time';

leaveHttpParserUnoptimized();

const logger = new Logger({ jsonReplacerFn: harmlessText });
const metrics = new Metrics();
const journal = powertoolsJournal(logger, metrics);

/** The part of the function's time reserved for returning unfinished messages to the queue; it includes `RESPONSE_MS`. */
const SETTLING_MS = 20_000;
/** The part reserved for the response, so that it is sent before Lambda ends the function. */
const RESPONSE_MS = 2_000;
/** The shortest `lambda_timeout_seconds`. */
const SHORTEST_TIMEOUT_MS = 60_000;

/**
 * How long this invocation may take. The runtime subtracts the machine's time from Lambda's, so on a machine whose clock is fast
 * it says that the time is up before anything was done, for every invocation.
 */
const timeLeftMs = (context: Context): number => {
  const leftMs = context.getRemainingTimeInMillis();
  return leftMs > 1_000 ? leftMs : SHORTEST_TIMEOUT_MS;
};

// arn:aws:lambda:<region>:<account>:function:<name>
const locationOf = ({ invokedFunctionArn }: Context): AwsLocation => {
  const [, , , region = '', accountId = ''] = invokedFunctionArn.split(':');
  return { region, accountId };
};

const start = () => {
  const settings = parseSettings(process.env);
  return { settings, connections: openConnections(settings, journal) };
};
let started: ReturnType<typeof start> | null = null;

const messageOf = (
  { body, sentAt, receives }: Delivery,
  context: Omit<MessageContext, 'sentAt'>,
  now: Date,
): Message => {
  const reason = whyAbandoned(sentAt, receives, now);
  return reason === null ? parseMessage(body, { ...context, sentAt }) : poison(reason);
};

/** Records an outcome in the journal, whatever its kind: nothing ends without a word. */
const record = (outcome: Outcome): void => {
  switch (outcome.kind) {
    case 'reported':
      journal.reported(outcome.report);
      break;
    case 'reconciled':
      journal.reconciled(outcome.tally, outcome.continues);
      break;
    case 'done':
    case 'failed':
      break; // Recorded with each message that has to wait for it; see `messageSettler`.
    default:
      outcome satisfies never;
  }
};

/** @returns the ids of the messages that must stay in the queue */
const processBatch = async (
  deliveries: readonly Delivery[],
  location: AwsLocation,
  invocationTime: Time,
): Promise<readonly string[]> => {
  started ??= start();
  const { settings, connections } = started;
  const context = { transcriptBucket: settings.transcriptBucket, location };
  const received = deliveries.map((delivery) => ({
    delivery,
    message: messageOf(delivery, context, new Date()),
  }));
  const requests = received.flatMap(({ message }) => message.requests);
  const work = shareOf(invocationTime, Math.max(invocationTime.leftMs() - SETTLING_MS + RESPONSE_MS, 1_000));
  const ports = connections.ports(work, subjectsOf(requests));
  const outcomes = await carryOut(ports, { ...settings, reporterVersion }, requests);

  // Two requests about one object share their outcome.
  for (const outcome of new Set(outcomes.values())) record(outcome);
  const settle = messageSettler(connections.queue(invocationTime), journal);
  const settled = await Promise.all(
    received.map(async ({ delivery, message }) => ({
      id: delivery.messageId,
      end: await settle(delivery, message, outcomes, ports.now()),
    })),
  );
  return settled.filter(({ end }) => end === 'retry').map(({ id }) => id);
};

/**
 * Processes a batch of messages and returns those to retry. SQS deletes every message that is not listed in the response, and
 * delivers the listed ones again; if the handler throws, the whole batch is delivered again.
 */
export const handler = async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
  logger.addContext(context);
  const invocationTime = beginTime(Math.max(timeLeftMs(context) - RESPONSE_MS, 1_000));
  try {
    const toRetry = await processBatch(event.Records.map(deliveryOf), locationOf(context), invocationTime);
    return { batchItemFailures: toRetry.map((itemIdentifier) => ({ itemIdentifier })) };
  } finally {
    invocationTime.end();
    if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
  }
};
