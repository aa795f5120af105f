import type { Decryption } from './constructs/reporter-permissions';
import { regionOfArn } from './options/aws-names';
import type { EvidenceReporterOptions } from './options/options';
import type { TrailLocation } from './trail-location';

/**
 * The given keys, each for the services of its own region that decrypt with it: S3 for transcripts and the trail,
 * Parameter Store or Secrets Manager for the token. No key given, no right to decrypt anything.
 *
 * @param region of this reporter; null where the provider knows it: then every key is for here
 */
export const decryptions = (
  { kmsKeyArns, tokenSource }: EvidenceReporterOptions,
  trail: TrailLocation | null,
  region: string | null,
  dnsSuffix: string,
): Decryption[] => {
  const via = (arn: string, services: readonly string[]): Decryption => ({
    keyArns: [arn],
    viaServices: services.map((service) => `${service}.${regionOfArn(arn)}.${dnsSuffix}`),
  });
  const tokenService = tokenSource === 'secrets-manager' ? 'secretsmanager' : 'ssm';
  return [
    ...kmsKeyArns
      .filter((arn) => region === null || regionOfArn(arn) === region)
      .map((arn) => via(arn, ['s3', tokenService])),
    ...(trail?.kmsKeyArn ? [via(trail.kmsKeyArn, ['s3'])] : []),
  ];
};
