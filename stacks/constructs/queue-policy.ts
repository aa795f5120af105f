import { DataAwsIamPolicyDocument } from '@cdktf/provider-aws/lib/data-aws-iam-policy-document';
import type { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy';
import { Construct } from 'constructs';

/** A service that may send, on behalf of one resource of one account. */
export interface QueueSender {
  readonly service: 's3.amazonaws.com' | 'events.amazonaws.com';
  readonly sourceArn: string;
  /** A bucket's ARN names no account, so a deleted bucket's name taken by somebody else would do. */
  readonly sourceAccount: string;
}

export interface QueuePolicyProps {
  readonly queue: SqsQueue;
  /** Computed: a document that refers to the queue is read anew, and its policy set anew, with every change of the queue. */
  readonly queueArn: string;
  readonly senders: readonly QueueSender[];
}

/** Nobody talks to the queue without TLS, and no service sends to it but these. */
export class QueuePolicy extends Construct {
  readonly policy: SqsQueuePolicy;

  constructor(scope: Construct, id: string, { queue, queueArn, senders }: QueuePolicyProps) {
    super(scope, id);
    const access = new DataAwsIamPolicyDocument(this, `${queue.node.id}_access`, {
      statement: [
        ...senders.map(({ service, sourceArn, sourceAccount }) => ({
          sid: 'SendFromSource',
          principals: [{ type: 'Service', identifiers: [service] }],
          actions: ['sqs:SendMessage'],
          resources: [queueArn],
          condition: [
            { test: 'ArnEquals', variable: 'aws:SourceArn', values: [sourceArn] },
            { test: 'StringEquals', variable: 'aws:SourceAccount', values: [sourceAccount] },
          ],
        })),
        {
          sid: 'DenyWithoutTls',
          effect: 'Deny',
          principals: [{ type: '*', identifiers: ['*'] }],
          actions: ['sqs:*'],
          resources: [queueArn],
          condition: [{ test: 'Bool', variable: 'aws:SecureTransport', values: ['false'] }],
        },
      ],
    });
    this.policy = new SqsQueuePolicy(this, `${queue.node.id}_policy`, {
      queueUrl: queue.url,
      policy: access.json,
    });
  }
}
