import * as v from 'valibot';
import { bucketName, kmsKeyArn, region, roleArn } from './aws-names';
import { closedObject } from './closed-object';
import { oneOf, orNull, stringMatching } from './option-types';

const STACK = '{stack}';

/** The location in the options, such as `states/{stack}.tfstate`, for the stack of this name. */
export const forStack = (location: string, stack: string): string => location.replaceAll(STACK, stack);

/** From `cdktf.out/stacks/<stack>`, where Terraform runs, to the project's root. */
export const DEFAULT_STATE_PATH = `../../../terraform.${STACK}.tfstate`;

// There are several stacks, and two stacks in one state would delete each other's resources.
const perStack = (pattern: RegExp, form: string, remedy: string) =>
  stringMatching(pattern, `${form} with {stack} in it`, `${remedy} {stack} becomes the name of each stack.`);

const local = closedObject({
  type: v.literal('local'),
  /** Relative to `cdktf.out/stacks/<stack>`. */
  path: v.optional(
    perStack(
      /^(?!\/|[A-Za-z]:).*\{stack\}/,
      'a relative path',
      'An absolute path would tie the output to one machine; it starts in cdktf.out/stacks/{stack}.',
    ),
    DEFAULT_STATE_PATH,
  ),
});

// What may be left out and has no default (null) is passed to `terraform init` instead, so that one synthesised output
// serves several accounts: https://developer.hashicorp.com/terraform/language/backend#partial-configuration

const s3 = closedObject({
  type: v.literal('s3'),
  bucket: orNull(bucketName),
  region: orNull(region),
  key: v.optional(
    perStack(/^[^/].*\{stack\}|^\{stack\}/, 'an object key', 'It does not start with a slash.'),
    'ecs-exec-evidence/{stack}.tfstate',
  ),
  kmsKeyArn: orNull(kmsKeyArn),
  /** Assumed to read and write the state; the variable assume_role_arn is for everything else. */
  assumeRoleArn: orNull(roleArn),
});

const cloud = closedObject({
  type: v.literal('cloud'),
  /** Null: TF_CLOUD_ORGANIZATION. */
  organization: orNull(
    stringMatching(/^[A-Za-z0-9_-]+$/, 'the name of a Terraform Cloud organization', 'Its URL shows it.'),
  ),
  workspace: v.optional(
    perStack(/^[A-Za-z0-9_-]*\{stack\}[A-Za-z0-9_-]*$/, 'a workspace name', 'Letters, digits, _ and - only.'),
    '{stack}',
  ),
  hostname: v.optional(
    stringMatching(/^[A-Za-z0-9.-]+$/, 'a host name', 'Leave it out for Terraform Cloud.'),
    'app.terraform.io',
  ),
});

const httpAddress = perStack(
  /^https:\/\/[^@\s]*\{stack\}/,
  'an https address without user or password',
  'TF_HTTP_USERNAME and TF_HTTP_PASSWORD carry those.',
);
const httpMethod = oneOf(
  ['LOCK', 'UNLOCK', 'POST', 'PUT', 'DELETE'],
  'The documentation of the server says which.',
);

const http = closedObject({
  type: v.literal('http'),
  /** Null: TF_HTTP_ADDRESS, or what is passed to `terraform init`. */
  address: orNull(httpAddress),
  /** Null: the state is not locked. */
  lockAddress: orNull(httpAddress),
  lockMethod: v.optional(httpMethod, 'LOCK'),
  unlockMethod: v.optional(httpMethod, 'UNLOCK'),
});

const unknownBackend = v.custom<never>(
  () => false,
  'expected an object whose type is "local", "s3", "cloud" or "http". Leave the option out for local state.',
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
        return unknownBackend;
    }
  }),
  { type: 'local' },
);
