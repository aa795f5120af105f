import type { AwsLocation } from './aws-location';
import { expression } from './expression';

/** Where the API token is, without having looked. */
export interface TokenParameter {
  /** The name the function asks Parameter Store for. */
  readonly name: string;
  readonly parameterArn: string;
  /** The secret behind the parameter; null when the parameter holds the token itself. */
  readonly secretArn: string | null;
  /** For a shell (bash, zsh): asks for the token and puts it there. */
  readonly command: string;
}

// The token is typed or pasted, unseen; it is in no argument, which a shell's history and every process would see.
const asked = (command: string): string =>
  `(read -rs TOKEN && printf %s "$TOKEN" | ${command} file:///dev/stdin)`;

// Names and ARNs are computed, never read: a data source would put the value of a String parameter, or the ciphertext of
// a SecureString read without decryption, into the state.

/** @param name with or without a slash in front; the ARN has exactly one either way */
export const parameterStoreToken = (place: AwsLocation, name: string): TokenParameter => ({
  name,
  parameterArn: place.arn('ssm', `parameter/${expression`trimprefix(${name}, "/")`}`),
  secretArn: null,
  command: asked(
    `aws ssm put-parameter --region ${place.region} --name ${name} --type SecureString --overwrite --value`,
  ),
});

/**
 * A secret, read through Parameter Store so that the function needs one client for both:
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/integration-ps-secretsmanager.html
 */
export const secretsManagerToken = (place: AwsLocation, secretName: string): TokenParameter => {
  const name = `/aws/reference/secretsmanager/${secretName}`;
  return {
    name,
    parameterArn: place.arn('ssm', `parameter${name}`),
    // Secrets Manager appends a hyphen and six characters to the name, which nobody can know beforehand.
    secretArn: place.arn('secretsmanager', `secret:${secretName}-??????`),
    command: asked(
      `aws secretsmanager create-secret --region ${place.region} --name ${secretName} --secret-string`,
    ),
  };
};
