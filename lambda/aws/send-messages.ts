import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { byteLength, MAX_BODY_BYTES, ownMessageBody } from '../messages/own-message-body';
import type { AuditPorts } from '../ports';
import { DependencyUnavailableError } from '../reporter-error';
import { type Time, within } from '../time';
import { toReporterError } from './to-reporter-error';

/** SendMessageBatch takes ten messages, which together may be as large as one. */
const MAX_MESSAGES_PER_CALL = 10;

const batchesOf = (bodies: readonly string[]): readonly (readonly string[])[] => {
  const batches: string[][] = [];
  let bytesLeft = 0;
  for (const body of bodies) {
    const bytes = byteLength(body);
    const batch = batches.at(-1);
    if (batch === undefined || batch.length === MAX_MESSAGES_PER_CALL || bytes > bytesLeft) {
      batches.push([body]);
      bytesLeft = MAX_BODY_BYTES - bytes;
    } else {
      batch.push(body);
      bytesLeft -= bytes;
    }
  }
  return batches;
};

/**
 * Puts messages of our own into the queue, ten a call.
 *
 * @throws DependencyUnavailableError, SetupError when a message was not taken; those before it may have been
 */
export const messageSender =
  (sqs: SQSClient, queueUrl: string, time: Time): AuditPorts['send'] =>
  async (messages) => {
    for (const batch of batchesOf(messages.map(ownMessageBody))) {
      const command = new SendMessageBatchCommand({
        QueueUrl: queueUrl,
        Entries: batch.map((MessageBody, at) => ({ Id: String(at), MessageBody })),
      });
      const { Failed = [] } = await within(time, sqs.send(command, { abortSignal: time.signal })).catch(
        (error: unknown) => {
          throw toReporterError(
            'SQS SendMessageBatch',
            error,
            "The function's role needs sqs:SendMessage on its own queue, and kms:GenerateDataKey on the queue's key if it has one.",
          );
        },
      );
      const [failed] = Failed;
      if (failed === undefined) continue;
      const what = `${Failed.length} of ${batch.length} messages were not taken by the queue: ${failed.Code} ${failed.Message ?? ''}`;
      throw failed.SenderFault === true ? new Error(what) : new DependencyUnavailableError(what);
    }
  };
