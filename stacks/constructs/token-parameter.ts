import type { DeploymentPlace } from './deployment-place';
import { expression } from './expression';

/** Where the API token is, without having looked. */
export interface TokenParameter {
  /** The name the function asks Parameter Store for. */
  readonly name: string;
  readonly parameterArn: string;
  /** The secret behind the parameter; null when the parameter holds the token itself. */
  readonly secretArn: string | null;
}

// Names and ARNs are computed, never read: a data source would put the value of a String parameter, or the ciphertext of
// a SecureString read without decryption, into the state.

/** @param name with or without a slash in front; the ARN has exactly one either way */
export const parameterStoreToken = (place: DeploymentPlace, name: string): TokenParameter => ({
  name,
  parameterArn: place.arn('ssm', `parameter/${expression`trimprefix(${name}, "/")`}`),
  secretArn: null,
});

/**
 * A secret, read through Parameter Store so that the function needs one client for both:
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/integration-ps-secretsmanager.html
 */
export const secretsManagerToken = (place: DeploymentPlace, secretName: string): TokenParameter => {
  const name = `/aws/reference/secretsmanager/${secretName}`;
  return {
    name,
    parameterArn: place.arn('ssm', `parameter${name}`),
    // Secrets Manager appends a hyphen and six characters to the name, which nobody can know beforehand.
    secretArn: place.arn('secretsmanager', `secret:${secretName}-??????`),
  };
};
