import * as v from 'valibot';
import { bucketName, kmsKeyArn, region, roleArn } from './aws-names';
import { closedObject } from './closed-object';
import { oneOf, orNull, stringMatching } from './option-types';

// There are several stacks, and two of them in one state would delete each other: so every place names the stack.
const placeOf = (pattern: RegExp, form: string, remedy: string) =>
  stringMatching(pattern, `${form} with {stack} in it`, `${remedy} {stack} becomes the name of each stack.`);

const local = closedObject({
  type: v.literal('local'),
  /** Relative to `cdktf.out/stacks/<stack>`, where Terraform runs: the default lies in the project's root. */
  path: v.optional(
    placeOf(
      /^(?!\/|[A-Za-z]:).*\{stack\}/,
      'a relative path',
      'An absolute path would tie the output to one machine; it starts in cdktf.out/stacks/{stack}.',
    ),
    '../../../terraform.{stack}.tfstate',
  ),
});

// What may be left out without a standard (null) is told to `terraform init` instead, so that one synthesised output serves
// several accounts: https://developer.hashicorp.com/terraform/language/backend#partial-configuration

const s3 = closedObject({
  type: v.literal('s3'),
  bucket: orNull(bucketName),
  region: orNull(region),
  key: v.optional(
    placeOf(/^[^/].*\{stack\}|^\{stack\}/, 'an object key', 'It does not begin with a slash.'),
    'ecs-exec-evidence/{stack}.tfstate',
  ),
  kmsKeyArn: orNull(kmsKeyArn),
  /** Taken on to read and write the state; the variable assume_role_arn is for everything else. */
  assumeRoleArn: orNull(roleArn),
});

const cloud = closedObject({
  type: v.literal('cloud'),
  /** Null: TF_CLOUD_ORGANIZATION. */
  organization: orNull(
    stringMatching(/^[A-Za-z0-9_-]+$/, 'the name of a Terraform Cloud organization', 'Its URL shows it.'),
  ),
  workspace: v.optional(
    placeOf(/^[A-Za-z0-9_-]*\{stack\}[A-Za-z0-9_-]*$/, 'a workspace name', 'Letters, digits, _ and - only.'),
    '{stack}',
  ),
  hostname: v.optional(
    stringMatching(/^[A-Za-z0-9.-]+$/, 'a host name', 'Leave it out for Terraform Cloud.'),
    'app.terraform.io',
  ),
});

const httpAddress = placeOf(
  /^https:\/\/[^@\s]*\{stack\}/,
  'an https address without user or password',
  'TF_HTTP_USERNAME and TF_HTTP_PASSWORD carry those.',
);
const httpMethod = oneOf(['LOCK', 'UNLOCK', 'POST', 'PUT', 'DELETE'], 'The server says which.');

const http = closedObject({
  type: v.literal('http'),
  /** Null: TF_HTTP_ADDRESS, or what `terraform init` is told. */
  address: orNull(httpAddress),
  /** Null: the state is not locked. */
  lockAddress: orNull(httpAddress),
  lockMethod: v.optional(httpMethod, 'LOCK'),
  unlockMethod: v.optional(httpMethod, 'UNLOCK'),
});

const noBackend = v.custom<never>(
  () => false,
  'expected an object whose type is "local", "s3", "cloud" or "http". Leave the option out for a local state.',
);

export type Backend =
  | v.InferOutput<typeof local>
  | v.InferOutput<typeof s3>
  | v.InferOutput<typeof cloud>
  | v.InferOutput<typeof http>;

const typeOf = (given: unknown): unknown =>
  typeof given === 'object' && given !== null && 'type' in given ? given.type : undefined;

/** Where Terraform keeps its state. */
export const backend = v.optional(
  v.lazy((given): v.GenericSchema<unknown, Backend> => {
    switch (typeOf(given)) {
      case 'local':
        return local;
      case 's3':
        return s3;
      case 'cloud':
        return cloud;
      case 'http':
        return http;
      default:
        return noBackend;
    }
  }),
  { type: 'local' },
);
