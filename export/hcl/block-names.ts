import { isObject, type Json } from './value';

/**
 * JSON writes a block and an object alike, HCL does not; only the provider's schema tells them apart. These are the names
 * the stacks use, each of one kind wherever it occurs; a test compares them with the schema where Terraform is installed.
 */
const BLOCKS = new Set([
  // Terraform's own
  'lifecycle',
  'postcondition',
  'precondition',
  'validation',
  'workspaces',
  // the AWS provider's
  'abort_incomplete_multipart_upload',
  'apply_server_side_encryption_by_default',
  // a block in a provider; in a backend it is an object, and a backend has no blocks
  'assume_role',
  'condition',
  'dead_letter_config',
  'default_retention',
  'default_tags',
  'environment',
  'ephemeral_storage',
  'event_selector',
  'expiration',
  'filter',
  'noncurrent_version_expiration',
  'principals',
  'queue',
  'rule',
  'scaling_config',
  'statement',
  'versioning_configuration',
  'vpc_config',
]);

// `default` is for variables, `value` for outputs.
const OBJECTS = new Set(['default', 'dimensions', 'tags', 'value', 'variables']);

/** A name is neither in the list of blocks nor in that of objects. */
export class UnknownNestingError extends Error {
  override readonly name = 'UnknownNestingError';

  constructor(name: string, place: string) {
    super(
      `${place} has "${name}", which is a block or an object, and HCL writes the two differently. ` +
        'Expected to find it in export/hcl/block-names.ts: look it up in the documentation of the provider and add it there.',
    );
  }
}

/**
 * The blocks that a value is written as; null for an attribute.
 * @throws UnknownNestingError for an object under a name not listed above
 */
export const blocksOf = (name: string, value: Json, place: string) => {
  const nested = Array.isArray(value) ? value : [value];
  if (nested.length === 0 || !nested.every(isObject)) return null;
  if (BLOCKS.has(name)) return nested;
  if (OBJECTS.has(name)) return null;
  throw new UnknownNestingError(name, place);
};
