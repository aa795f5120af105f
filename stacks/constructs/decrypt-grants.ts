import { expression } from './expression';

/** A statement of a policy document for each element of a list: https://developer.hashicorp.com/terraform/language/expressions/dynamic-blocks */
export interface DynamicStatement {
  readonly statement: {
    readonly for_each: string;
    /** As Terraform names it; `${statement.value}` is the element. */
    readonly content: Readonly<Record<string, unknown>>;
  };
}

// A key is used in its own region alone, by the services there.
const onlyVia = (services: readonly string[], dnsSuffix: string) => [
  {
    test: 'StringEquals',
    variable: 'kms:ViaService',
    values: services.map((service) => `${service}.\${split(":", statement.value)[3]}.${dnsSuffix}`),
  },
];

/** No key given, no right to decrypt anything. */
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
      // S3 for transcripts and the files of a trail.
      condition: onlyVia(['s3', props.tokenService], props.dnsSuffix),
    },
  },
});

/** To take messages out of an encrypted queue, and to put one aside in the other. */
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
