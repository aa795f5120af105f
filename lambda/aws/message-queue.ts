import { ChangeMessageVisibilityCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { MessageQueue } from '../ports';
import { type Time, within } from '../time';

/** SQS allows 256 KiB for body and attributes together; the reason is for a reader, so it stays short. */
const REASON_CHARACTERS = 1_000;
// SQS refuses an attribute that XML 1.0 could not hold.
const NOT_IN_AN_ATTRIBUTE = /[\p{Cc}\p{Cs}\u{fffe}\u{ffff}]/gu;

/** The transcripts queue and its dead-letter queue in SQS. */
export const messageQueue = (
  sqs: SQSClient,
  urls: { queue: string; deadLetterQueue: string },
  time: Time,
): MessageQueue => ({
  returnAfter: async ({ receiptHandle }, seconds) => {
    const change = new ChangeMessageVisibilityCommand({
      QueueUrl: urls.queue,
      ReceiptHandle: receiptHandle,
      VisibilityTimeout: seconds,
    });
    await within(time, sqs.send(change, { abortSignal: time.signal }));
  },
  deadLetter: async ({ body, messageId }, reason) => {
    const letter = new SendMessageCommand({
      QueueUrl: urls.deadLetterQueue,
      MessageBody: body,
      MessageAttributes: {
        reason: {
          DataType: 'String',
          StringValue: reason.slice(0, REASON_CHARACTERS).replace(NOT_IN_AN_ATTRIBUTE, '\ufffd'),
        },
        original_message_id: { DataType: 'String', StringValue: messageId },
      },
    });
    await within(time, sqs.send(letter, { abortSignal: time.signal }));
  },
});
