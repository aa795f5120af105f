import { ChangeMessageVisibilityCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { MessageQueue } from '../ports';
import { type Time, within } from '../time';

/** SQS allows 256 KiB for body and attributes together; the reason is for a human reader, so it stays short. */
const MAX_REASON_CHARACTERS = 1_000;
// SQS refuses attributes with characters that XML 1.0 does not allow.
const INVALID_CHARACTERS = /[\p{Cc}\p{Cs}\u{fffe}\u{ffff}]/gu;

/** The transcripts queue and its dead-letter queue in SQS. */
export const messageQueue = (
  sqs: SQSClient,
  urls: { queue: string; deadLetterQueue: string },
  time: Time,
): MessageQueue => ({
  returnAfter: async ({ receiptHandle }, seconds) => {
    const command = new ChangeMessageVisibilityCommand({
      QueueUrl: urls.queue,
      ReceiptHandle: receiptHandle,
      VisibilityTimeout: seconds,
    });
    await within(time, sqs.send(command, { abortSignal: time.signal }));
  },
  deadLetter: async ({ body, messageId }, reason) => {
    const command = new SendMessageCommand({
      QueueUrl: urls.deadLetterQueue,
      MessageBody: body,
      MessageAttributes: {
        reason: {
          DataType: 'String',
          StringValue: reason.slice(0, MAX_REASON_CHARACTERS).replace(INVALID_CHARACTERS, '\ufffd'),
        },
        original_message_id: { DataType: 'String', StringValue: messageId },
      },
    });
    await within(time, sqs.send(command, { abortSignal: time.signal }));
  },
});
