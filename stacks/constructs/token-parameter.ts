import type { AwsLocation } from './aws-location';
import { expression } from './expression';

/** Where the API token is. Terraform only knows its name. */
export interface TokenParameter {
  /** The name the function asks Parameter Store for. */
  readonly name: string;
  /** The service that keeps the token. */
  readonly service: 'ssm' | 'secretsmanager';
  readonly parameterArn: string;
  /** The secret behind the parameter; null when the parameter holds the token itself. */
  readonly secretArn: string | null;
  /** For bash and zsh: asks for the token and stores it there. */
  readonly command: string;
}

// The token is typed or pasted without echo; it is never an argument, which the shell's history and other processes would see.
const promptForToken = (command: string): string =>
  `(read -rs TOKEN && printf %s "$TOKEN" | ${command} file:///dev/stdin)`;

// Names and ARNs are computed, never read: a data source would put the value of a String parameter, or the ciphertext of
// a SecureString read without decryption, into the state.

/** @param name with or without a slash in front; the ARN has exactly one either way */
const parameterStoreToken = (location: AwsLocation, name: string): TokenParameter => ({
  name,
  service: 'ssm',
  parameterArn: location.arn('ssm', `parameter/${expression`trimprefix(${name}, "/")`}`),
  secretArn: null,
  command: promptForToken(
    `aws ssm put-parameter --region ${location.region} --name ${name} --type SecureString --overwrite --value`,
  ),
});

/**
 * A secret, read through Parameter Store so that the function needs one client for both:
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/integration-ps-secretsmanager.html
 */
const secretsManagerToken = (location: AwsLocation, secretName: string): TokenParameter => {
  const name = `/aws/reference/secretsmanager/${secretName}`;
  return {
    name,
    service: 'secretsmanager',
    parameterArn: location.arn('ssm', `parameter${name}`),
    // Secrets Manager appends a hyphen and six characters to the name, which cannot be known beforehand.
    secretArn: location.arn('secretsmanager', `secret:${secretName}-??????`),
    command: promptForToken(
      `aws secretsmanager create-secret --region ${location.region} --name ${secretName} --secret-string`,
    ),
  };
};

/** The token in the parameter or secret of this name. */
export const locateToken = (
  source: 'parameter-store' | 'secrets-manager',
  location: AwsLocation,
  name: string,
): TokenParameter =>
  source === 'secrets-manager' ? secretsManagerToken(location, name) : parameterStoreToken(location, name);
