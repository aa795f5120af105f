/**
 * Options of earlier releases that are Terraform variables now, so that one synthesised output serves every account: what
 * to write instead, by the option's path in `cdktf.json`.
 */
export const REMOVED_OPTIONS: Readonly<Record<string, string>> = {
  existingTrail:
    'Write existingCloudTrail: true, and set cloudtrail_bucket_name, cloudtrail_prefix, cloudtrail_organization_id and, for its key, kms_key_arns.',
  clusters: 'Set ecs_cluster_names.',
  kmsKeyArns: 'Set kms_key_arns.',
  permissionsBoundaryArn: 'Set permissions_boundary_arn.',
  'lambda.memoryMb': 'Set lambda_memory_mb.',
  'lambda.timeoutSeconds': 'Set lambda_timeout_seconds.',
  'lambda.maximumConcurrency': 'Set lambda_maximum_concurrency.',
};
