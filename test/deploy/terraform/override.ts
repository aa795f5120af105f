import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

// The version of the AWS provider these tests know. It is older than the runtime the stacks ask for.
export const PROVIDER_VERSION = '5.100.0';
const RUNTIME = 'nodejs22.x';

const requiredProvider = {
  required_providers: { aws: { source: 'hashicorp/aws', version: PROVIDER_VERSION } },
};
const runtime = { aws_lambda_function: { reporter: { runtime: RUNTIME } } };

const write = (folder: string, content: unknown) =>
  writeFileSync(join(folder, 'override.tf.json'), JSON.stringify(content, null, 2));

/** Where the state is: beside the root, or wherever the root itself says. */
type Backend = 'in the folder' | 'as synthesised';

/**
 * Writes beside a synthesised root what has to be different on this machine; the root itself stays as it is.
 * https://developer.hashicorp.com/terraform/language/files/override
 */
export const overrideRoot = (
  folder: string,
  hasReporter: boolean,
  backend: Backend = 'in the folder',
): void =>
  write(folder, {
    terraform: { ...requiredProvider, ...(backend === 'in the folder' && { backend: { local: {} } }) },
    // A name in front of the port would not resolve: http://<bucket>.127.0.0.1
    provider: { aws: { s3_use_path_style: true } },
    ...(hasReporter && { resource: runtime }),
  });

/** The same beside an exported module, which has neither provider nor backend. */
export const overrideModule = (folder: string): void =>
  write(folder, { terraform: requiredProvider, resource: runtime });

/** The same beside a root that calls the module with a provider of its own for each alias. */
export const overrideCaller = (folder: string, aliases: readonly string[]): void =>
  write(folder, {
    terraform: requiredProvider,
    provider: { aws: aliases.map((alias) => ({ alias, s3_use_path_style: true })) },
  });
