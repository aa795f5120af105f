import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { version as reporterVersion } from '../package.json';
import { whyAbandoned } from './backoff';
import { type AwsLocation, openConnections } from './connections';
import { type Message, poison } from './messages/message';
import { parseMessage } from './messages/parse-message';
import { powertoolsJournal } from './powertools-journal';
import { reportTranscripts } from './report-transcripts';
import { parseSettings } from './settings';
import { settleMessage } from './settle-message';
import { beginTime, shareOf, type Time } from './time';

const logger = new Logger();
const metrics = new Metrics();
const journal = powertoolsJournal(logger, metrics);

/** Kept back from the function's time so that what is not finished can still be handed back to the queue … */
const HANDING_BACK_MS = 20_000;
/** … and of that, so that the batch is answered before Lambda ends the function. */
const ANSWERING_MS = 2_000;

// arn:aws:lambda:<region>:<account>:function:<name>
const locationOf = ({ invokedFunctionArn }: Context): AwsLocation => {
  const [, , , region = '', accountId = ''] = invokedFunctionArn.split(':');
  return { region, accountId };
};

const start = () => {
  const settings = parseSettings(process.env);
  return { settings, outside: openConnections(settings, journal) };
};
let started: ReturnType<typeof start> | null = null;

const messageOf = (record: SQSRecord, transcriptBucket: string, now: Date): Message => {
  const { SentTimestamp, ApproximateReceiveCount } = record.attributes;
  const reason = whyAbandoned(new Date(Number(SentTimestamp)), Number(ApproximateReceiveCount), now);
  return reason === null ? parseMessage(record.body, transcriptBucket) : poison(reason);
};

type Received = { readonly record: SQSRecord; readonly message: Message };

const settleBatch = async (
  records: readonly SQSRecord[],
  location: AwsLocation,
  whole: Time,
): Promise<readonly SQSRecord[]> => {
  started ??= start();
  const { settings, outside } = started;
  const received = records.map(
    (record): Received => ({ record, message: messageOf(record, settings.transcriptBucket, new Date()) }),
  );
  const refs = received.flatMap(({ message }) => message.transcripts);
  const work = shareOf(whole, Math.max(whole.leftMs() - HANDING_BACK_MS + ANSWERING_MS, 1_000));
  const ports = outside.ports(location, work, new Set(refs.map(({ sessionId }) => sessionId)));
  const outcomes = await reportTranscripts(ports, { ...settings, reporterVersion }, refs);

  for (const outcome of new Set(outcomes.values())) {
    if (outcome.kind === 'reported') journal.reported(outcome);
  }
  const queue = outside.queue(whole);
  const settled = await Promise.all(
    received.map(async ({ record, message }) => ({
      record,
      end: await settleMessage(record, message, outcomes, queue, journal, ports.now()),
    })),
  );
  return settled.filter(({ end }) => end === 'again').map(({ record }) => record);
};

/**
 * A batch of messages in, those to keep out. SQS deletes every message that is not listed, so listing one is how it is
 * asked for again; a batch that throws comes back whole.
 */
export const handler = async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
  logger.addContext(context);
  const whole = beginTime(Math.max(context.getRemainingTimeInMillis() - ANSWERING_MS, 1_000));
  try {
    const again = await settleBatch(event.Records, locationOf(context), whole);
    return { batchItemFailures: again.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  } finally {
    whole.end();
    if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
  }
};
