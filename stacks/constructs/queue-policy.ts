import { DataAwsIamPolicyDocument } from '@cdktf/provider-aws/lib/data-aws-iam-policy-document';
import type { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy';
import { Construct } from 'constructs';
import { denyWithoutTls } from './deny-everyone';

/** A service that may send to a queue, on behalf of one resource of one account. */
export interface QueueSender {
  /** Of its statement: unique among the senders of a queue, and kept when others come and go. */
  readonly sid: string;
  readonly service: 's3.amazonaws.com' | 'events.amazonaws.com';
  readonly sourceArn: string;
  /** The ARN of a bucket has no account, so without it anybody could take over the name of a deleted bucket. */
  readonly sourceAccount: string;
}

export interface QueuePolicyProps {
  readonly queue: SqsQueue;
  /** Computed: a document that refers to the queue is read again, and its policy set again, with every change of the queue. */
  readonly queueArn: string;
  readonly senders: readonly QueueSender[];
}

const duplicateIn = (sids: readonly string[]): string | undefined =>
  sids.find((sid, index) => sids.indexOf(sid) !== index);

/** Only these senders may send to the queue, and nobody may use it without TLS. */
export class QueuePolicy extends Construct {
  readonly policy: SqsQueuePolicy;

  /** @throws Error for two senders with the same Sid, which AWS would refuse */
  constructor(scope: Construct, id: string, { queue, queueArn, senders }: QueuePolicyProps) {
    super(scope, id);
    const resources = [queueArn];
    const duplicate = duplicateIn(senders.map(({ sid }) => sid));
    if (duplicate !== undefined) {
      throw new Error(
        `Two senders of the queue ${queue.node.id} have the Sid ${duplicate}, expected a different one for each. Rename one of them.`,
      );
    }
    const access = new DataAwsIamPolicyDocument(this, `${queue.node.id}_access`, {
      statement: [
        ...senders.map(({ sid, service, sourceArn, sourceAccount }) => ({
          sid,
          principals: [{ type: 'Service', identifiers: [service] }],
          actions: ['sqs:SendMessage'],
          resources,
          condition: [
            { test: 'ArnEquals', variable: 'aws:SourceArn', values: [sourceArn] },
            { test: 'StringEquals', variable: 'aws:SourceAccount', values: [sourceAccount] },
          ],
        })),
        denyWithoutTls({ actions: ['sqs:*'], resources }),
      ],
    });
    this.policy = new SqsQueuePolicy(this, `${queue.node.id}_policy`, {
      queueUrl: queue.url,
      policy: access.json,
    });
  }
}
