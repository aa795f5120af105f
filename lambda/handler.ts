import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { version as reporterVersion } from '../package.json';
import { type Message, poison } from './messages/message';
import { parseMessage } from './messages/parse-message';
import { powertoolsJournal } from './powertools-journal';
import { reportTranscripts } from './report-transcripts';
import { parseSettings } from './settings';
import { settleMessage } from './settle-message';
import { givenUp } from './waiting';
import { openOutside, type Whereabouts } from './world';

const logger = new Logger();
const metrics = new Metrics();
const journal = powertoolsJournal(logger, metrics);

/** Kept back from the function's time so that what is not finished can still be handed back to the queue. */
const HANDING_BACK_MS = 20_000;

// arn:aws:lambda:<region>:<account>:function:<name>
const whereaboutsOf = ({ invokedFunctionArn }: Context): Whereabouts => {
  const [, , , region = '', accountId = ''] = invokedFunctionArn.split(':');
  return { region, accountId };
};

const start = () => {
  const settings = parseSettings(process.env);
  return { settings, outside: openOutside(settings, journal) };
};
let started: ReturnType<typeof start> | null = null;

const messageOf = (record: SQSRecord, transcriptBucket: string, now: Date): Message => {
  const { SentTimestamp, ApproximateReceiveCount } = record.attributes;
  const reason = givenUp(new Date(Number(SentTimestamp)), Number(ApproximateReceiveCount), now);
  return reason === null ? parseMessage(record.body, transcriptBucket) : poison(reason);
};

/**
 * A batch of messages in, those to keep out. SQS deletes every message that is not listed, so listing one is how it is
 * asked for again; a batch that throws comes back whole.
 */
export const handler = async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
  logger.addContext(context);
  started ??= start();
  const { settings, outside } = started;
  const timeLeft = Math.max(context.getRemainingTimeInMillis() - HANDING_BACK_MS, 1_000);
  // A search that does not end must leave time to report those it found.
  const world = outside.world(
    whereaboutsOf(context),
    AbortSignal.timeout(timeLeft),
    AbortSignal.timeout(Math.floor(timeLeft / 2)),
  );

  const messages = event.Records.map((record) => ({
    record,
    message: messageOf(record, settings.transcriptBucket, world.now()),
  }));
  const outcomes = await reportTranscripts(
    world,
    { ...settings, reporterVersion },
    messages.flatMap(({ message }) => message.transcripts),
  );

  for (const outcome of new Set(outcomes.values())) {
    if (outcome.kind === 'reported') journal.reported(outcome);
  }
  const settled = await Promise.all(
    messages.map(async ({ record, message }) => ({
      record,
      end: await settleMessage(record, message, outcomes, outside.queue, journal, world.now()),
    })),
  );
  if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
  return {
    batchItemFailures: settled
      .filter(({ end }) => end === 'again')
      .map(({ record }) => ({ itemIdentifier: record.messageId })),
  };
};
