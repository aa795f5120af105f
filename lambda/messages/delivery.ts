import type { SQSRecord } from 'aws-lambda';

/** A message as SQS handed it over this time. */
export interface Delivery {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly sentAt: Date;
  /** How often it was received, this time included. */
  readonly receives: number;
}

export const deliveryOf = ({ messageId, receiptHandle, body, attributes }: SQSRecord): Delivery => ({
  messageId,
  receiptHandle,
  body,
  sentAt: new Date(Number(attributes.SentTimestamp)),
  receives: Number(attributes.ApproximateReceiveCount),
});
