import { type Configuration, objectAt } from '../hcl/configuration';
import { isObject, type Json } from '../hcl/value';
import { tagged } from './tags';

/** The package of the function, beside the module's own files. */
export const PACKAGE = 'reporter.zip';

// The oldest Terraform whose users still get fixes is far newer. What is used here (`nullable`) is older: 1.1.
const TERRAFORM = '>= 1.5.0';

// The provider knows the newer runtime since 6.21: https://github.com/hashicorp/terraform-provider-aws/pull/45024
const PROVIDER: Readonly<Record<string, string>> = {
  'nodejs22.x': '>= 5.100.0, < 7.0.0',
  'nodejs24.x': '>= 6.21.0, < 7.0.0',
};

// cdktf puts an asset into a folder named for its hash, relative to where Terraform runs; a module is somewhere else.
const ASSET = /assets\/[^"/]+\/[0-9A-F]+\/reporter\.zip/g;

const besideTheModule = (value: Json): Json => {
  if (typeof value === 'string') return value.replace(ASSET, `\${path.module}/${PACKAGE}`);
  if (isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, inside]) => [name, besideTheModule(inside)]));
  }
  return Array.isArray(value) ? value.map(besideTheModule) : value;
};

/**
 * The reporter's configuration as a module: whoever calls it configures the provider and keeps the state, and chooses the
 * versions of both within what works.
 *
 * @param runtime of the function, which is what asks for a provider of some age
 */
export const moduleConfiguration = (configuration: Configuration, runtime: string): Configuration => {
  const { provider: _provider, resource, ...rest } = configuration;
  const version = PROVIDER[runtime];
  if (version === undefined) {
    throw new Error(
      `No version of the AWS provider is known for the runtime ${runtime}, expected one of ${Object.keys(PROVIDER).join(', ')}. Add it to export/module/module-configuration.ts.`,
    );
  }
  return {
    ...rest,
    terraform: {
      required_version: TERRAFORM,
      required_providers: { aws: { source: 'hashicorp/aws', version } },
    },
    resource: besideTheModule(tagged(objectAt({ resource: resource ?? {} }, 'resource'))),
  };
};
