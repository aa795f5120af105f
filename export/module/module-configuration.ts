import { PACKAGE_NAME } from '../../stacks/constructs/reporter-package';
import { PROVIDER_VARIABLES } from '../../stacks/variables';
import { type Configuration, objectAt } from '../hcl/configuration';
import { isObject, type Json } from '../hcl/value';
import { requirements } from '../requirements';
import { tagged } from './tags';

// cdktf puts an asset into a folder named for its hash, relative to where Terraform runs; a module is somewhere else.
const ASSET = new RegExp(`assets/[^"/]+/[0-9A-F]+/${PACKAGE_NAME.replaceAll('.', '\\.')}`, 'g');

/** The value with the package of the function beside the module's own files. */
const withModulePath = (value: Json): Json => {
  if (typeof value === 'string') return value.replace(ASSET, `\${path.module}/${PACKAGE_NAME}`);
  if (isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, inside]) => [name, withModulePath(inside)]));
  }
  return Array.isArray(value) ? value.map(withModulePath) : value;
};

/**
 * The reporter's configuration as a module: its caller configures the provider and the backend, and chooses the versions of
 * Terraform and the provider among those that work.
 *
 * @throws Error for an `import`, which Terraform accepts in a module from 1.16 only
 */
export const moduleConfiguration = (configuration: Configuration): Configuration => {
  const { provider: _provider, terraform: _settings, resource, variable, ...rest } = configuration;
  if ('import' in rest) {
    // https://github.com/hashicorp/terraform/pull/38352
    throw new Error(
      'The stack imports resources, and a module cannot before Terraform 1.16. Expected no import blocks; let the root that calls the module import.',
    );
  }
  const variables = Object.entries(objectAt({ variable: variable ?? {} }, 'variable'));
  const module = {
    ...rest,
    // These configure the provider, which is the caller's.
    variable: Object.fromEntries(variables.filter(([name]) => !(name in PROVIDER_VARIABLES))),
    resource: withModulePath(tagged(objectAt({ resource: resource ?? {} }, 'resource'))),
  };
  return { ...module, terraform: requirements(module) };
};
