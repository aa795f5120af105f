import { PROVIDER_VARIABLES } from '../../stacks/variables';
import { type Configuration, objectAt } from '../hcl/configuration';
import { isObject, type Json } from '../hcl/value';
import { requirements } from '../requirements';
import { tagged } from './tags';

/** The package of the function, beside the module's own files. */
export const PACKAGE = 'reporter.zip';

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
 * @throws Error for an `import`, which Terraform takes in a module from 1.16 only
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
    // A provider of the caller's is told by the caller what these say.
    variable: Object.fromEntries(variables.filter(([name]) => !(name in PROVIDER_VARIABLES))),
    resource: besideTheModule(tagged(objectAt({ resource: resource ?? {} }, 'resource'))),
  };
  return { ...module, terraform: requirements(module) };
};
