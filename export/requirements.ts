import type { Configuration } from './hcl/configuration';
import type { JsonObject } from './hcl/value';
import { providerVersion } from './provider-version';
import { terraformVersion } from './terraform-version';

/**
 * Which Terraform and which provider a configuration needs, for its `terraform` block. cdktf asks for exactly the provider
 * its bindings were made from, by its short name; what is exported runs with any that knows what it uses.
 *
 * @param configuration with the backend it will have
 */
export const requirements = (configuration: Configuration): JsonObject => ({
  required_version: terraformVersion(configuration),
  required_providers: { aws: { source: 'hashicorp/aws', version: providerVersion(configuration) } },
});
