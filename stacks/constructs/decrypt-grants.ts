import type { DynamicStatement } from './dynamic-statement';
import { expression } from './expression';

// A key is used in its own region alone, by the services there.
const onlyVia = (services: readonly string[], dnsSuffix: string) => [
  {
    test: 'StringEquals',
    variable: 'kms:ViaService',
    values: services.map((service) => `${service}.\${split(":", statement.value)[3]}.${dnsSuffix}`),
  },
];

/** The right to decrypt what the function reads, for each key given. */
export const decryptGrants = (props: {
  readonly decryptionKeyArns: string;
  readonly tokenService: string;
  readonly dnsSuffix: string;
}): DynamicStatement => ({
  statement: {
    for_each: props.decryptionKeyArns,
    content: {
      sid: 'Decrypt${statement.key + 1}',
      actions: ['kms:Decrypt'],
      resources: ['${statement.value}'],
      // S3 for transcripts and the files of a CloudTrail trail.
      condition: onlyVia(['s3', props.tokenService], props.dnsSuffix),
    },
  },
});

/** The right to receive from the encrypted queue, and to send to its encrypted dead-letter queue. */
export const queueKeyGrant = (props: {
  readonly queueKeyArn: string;
  readonly dnsSuffix: string;
}): DynamicStatement => ({
  statement: {
    for_each: expression`${props.queueKeyArn} == null ? [] : [${props.queueKeyArn}]`,
    content: {
      sid: 'UseQueueKey',
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: ['${statement.value}'],
      condition: onlyVia(['sqs'], props.dnsSuffix),
    },
  },
});
