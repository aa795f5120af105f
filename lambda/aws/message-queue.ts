import { ChangeMessageVisibilityCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { MessageQueue } from '../settle-message';

/** SQS allows 256 KiB for body and attributes together; the reason is for a reader, so it stays short. */
const REASON_CHARACTERS = 1_000;
// SQS refuses an attribute that XML 1.0 could not hold.
const NOT_IN_AN_ATTRIBUTE = /[\p{Cc}\p{Cs}\u{fffe}\u{ffff}]/gu;

/** The transcripts queue and its dead-letter queue in SQS. */
export const messageQueue = (
  sqs: SQSClient,
  urls: { queue: string; deadLetterQueue: string },
): MessageQueue => ({
  returnAfter: async ({ receiptHandle }, seconds) => {
    await sqs.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: urls.queue,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: seconds,
      }),
    );
  },
  deadLetter: async ({ body, messageId }, reason) => {
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: urls.deadLetterQueue,
        MessageBody: body,
        MessageAttributes: {
          reason: {
            DataType: 'String',
            StringValue: reason.slice(0, REASON_CHARACTERS).replace(NOT_IN_AN_ATTRIBUTE, '\ufffd'),
          },
          original_message_id: { DataType: 'String', StringValue: messageId },
        },
      }),
    );
  },
});
