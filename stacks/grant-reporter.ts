import { type CloudTrailLocation, cloudTrailKeyPrefixes } from './cloudtrail-location';
import type { AwsLocation } from './constructs/aws-location';
import { expression } from './constructs/expression';
import { logGroupOf } from './constructs/reporter-log';
import { type ReporterPermissions, reporterPermissions } from './constructs/reporter-permissions';
import type { ReporterQueue } from './constructs/reporter-queue';
import type { TokenParameter } from './constructs/token-parameter';
import type { VARIABLES } from './variables';

export interface ReporterGrants {
  readonly variables: Readonly<Record<keyof typeof VARIABLES, string>>;
  readonly location: AwsLocation;
  readonly functionName: string;
  readonly queue: ReporterQueue;
  readonly token: TokenParameter;
  readonly cloudTrail: CloudTrailLocation | null;
  readonly reconciles: boolean;
  readonly isInVpc: boolean;
}

/** The ARN of each cluster named, or one for all of them when none is. */
const ofClusters = (
  names: string,
  location: AwsLocation,
  each: (cluster: string) => string,
  all: string,
): string =>
  expression`length(${names}) == 0 ? ["${location.arn('ecs', all)}"] : [for cluster in ${names} : "${location.arn('ecs', each('${cluster}'))}"]`;

/** The permissions the reporter needs, with these options. */
export const grantReporter = ({
  variables,
  location,
  functionName,
  queue,
  token,
  cloudTrail,
  reconciles,
  isInVpc,
}: ReporterGrants): ReporterPermissions =>
  reporterPermissions({
    queueArn: queue.queueArn,
    deadLettersArn: queue.deadLettersArn,
    transcriptBucketArn: location.bucketArn(variables.ecs_exec_log_bucket_name),
    transcriptKeyPrefix: variables.ecs_exec_log_prefix,
    taskArns: ofClusters(variables.ecs_cluster_names, location, (cluster) => `task/${cluster}/*`, 'task/*'),
    tokenParameterArn: token.parameterArn,
    tokenSecretArn: token.secretArn,
    tokenService: token.service,
    cloudTrailBucketArn: cloudTrail && location.bucketArn(cloudTrail.bucketName),
    cloudTrailKeyPrefixes: cloudTrail ? cloudTrailKeyPrefixes(cloudTrail, location.accountId) : [],
    reconcile: reconciles
      ? {
          clusterArns: ofClusters(
            variables.ecs_cluster_names,
            location,
            (cluster) => `cluster/${cluster}`,
            'cluster/*',
          ),
          roleArns: location.globalArn('iam', 'role/*'),
        }
      : null,
    decryptionKeyArns: variables.kms_key_arns,
    queueKeyArn: variables.encryption_kms_key_arn,
    dnsSuffix: location.dnsSuffix,
    logGroupArn: location.arn('logs', `log-group:${logGroupOf(functionName)}`),
    network: isInVpc
      ? {
          ownArn: location.arn('ec2', '*'),
          subnetArn: location.arn('ec2', 'subnet/*', '*'),
          functionArn: location.arn('lambda', `function:${functionName}`),
        }
      : null,
  });
