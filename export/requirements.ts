import type { Configuration } from './hcl/configuration';
import type { JsonObject } from './hcl/value';
import { providerVersion } from './provider-version';
import { terraformVersion } from './terraform-version';

/**
 * The versions of Terraform and the provider that a configuration needs, for its `terraform` block. cdktf requires exactly
 * the version of the provider that its bindings were generated from; an export runs with any that has what it uses.
 *
 * @param configuration with the backend it will have
 */
export const requirements = (configuration: Configuration): JsonObject => ({
  required_version: terraformVersion(configuration),
  required_providers: { aws: { source: 'hashicorp/aws', version: providerVersion(configuration) } },
});
