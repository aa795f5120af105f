import * as v from 'valibot';
import { ACCOUNT, concreteValue, type Variables } from './concrete-policy';
import { drawn, type Json, resourceOf, stackOf, synthesise } from './synthesise';

const KEY = 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const cloudTrail = () => stackOf({ cloudTrail: true }, 'cloudtrail');

const Encryption = v.tuple([
  v.object({
    apply_server_side_encryption_by_default: v.object({
      sse_algorithm: v.string(),
      kms_master_key_id: v.string(),
    }),
    bucket_key_enabled: v.string(),
  }),
]);
const Environment = v.object({
  variables: v.object({ CLOUDTRAIL_BUCKET: v.string(), CLOUDTRAIL_PREFIX: v.string() }),
});
const Lifecycle = v.object({ precondition: v.tuple([v.object({ condition: v.string() })]) });

/** Whether Terraform would continue. */
const preconditionOf = (lifecycle: Json | undefined, variables: Variables) =>
  concreteValue(cloudTrail(), v.parse(Lifecycle, lifecycle).precondition[0].condition, variables);

it('consists of a bucket, its policy and a CloudTrail trail', () => {
  expect(drawn({ cloudTrail: true }, 'cloudtrail')).toMatchInlineSnapshot(`
    "cloudtrail (CloudTrailStack)
    ├── backend (LocalBackend)
    ├── aws (AwsProvider)
    ├── place (AwsLocation)
        ├── partition (DataAwsPartition)
        ├── account (DataAwsCallerIdentity)
        └── region (DataAwsRegion)
    ├── owner (CloudTrailOwner)
        └── organization (DataAwsOrganizationsOrganization)
    ├── bucket (CloudTrailBucket)
        ├── trail_bucket (S3Bucket)
        ├── trail_public_access (S3BucketPublicAccessBlock)
        ├── trail_ownership (S3BucketOwnershipControls)
        ├── trail_versioning (S3BucketVersioningA)
        ├── trail_encryption (S3BucketServerSideEncryptionConfigurationA)
        ├── trail_retention (S3BucketLifecycleConfiguration)
        ├── trail_access_log (S3BucketLoggingA)
        └── trail_lock (S3BucketObjectLockConfigurationA)
    ├── bucket_policy (CloudTrailBucketPolicy)
        ├── trail_bucket_access (DataAwsIamPolicyDocument)
        └── trail_bucket_policy (S3BucketPolicy)
    ├── management_trail (CloudTrailTrail)
        └── trail (Cloudtrail)
    "
  `);
});

it('exists only with its option', () => {
  expect(Object.keys(synthesise({}))).toEqual(['evidence-reporter']);
  expect(Object.keys(synthesise({ cloudTrail: false }))).toEqual(['evidence-reporter']);
  expect(Object.keys(synthesise({ existingCloudTrail: true }))).toEqual(['evidence-reporter']);
  expect(Object.keys(synthesise({ cloudTrail: true }))).toEqual(['cloudtrail', 'evidence-reporter']);
});

describe('the CloudTrail trail', () => {
  it('records every management event of every region, with digests, once it may write', () => {
    expect(resourceOf(cloudTrail(), 'aws_cloudtrail', 'trail')).toEqual({
      name: '${var.cloudtrail_name}',
      s3_bucket_name: '${aws_s3_bucket.trail_bucket.id}',
      is_multi_region_trail: true,
      is_organization_trail: '${var.cloudtrail_organization_id != ""}',
      kms_key_id: '${var.cloudtrail_kms_key_arn}',
      include_global_service_events: true,
      enable_log_file_validation: true,
      enable_logging: true,
      event_selector: [{ include_management_events: true, read_write_type: 'All' }],
      depends_on: ['aws_s3_bucket_policy.trail_bucket_policy'],
      lifecycle: { precondition: [expect.anything()] },
    });
  });

  it.each([
    [null, true],
    [KEY, true],
    [KEY.replace('eu-central-1', 'us-east-1'), false],
  ])('accepts only a key of its own region (%s: %s)', (key, taken) => {
    const { lifecycle } = resourceOf(cloudTrail(), 'aws_cloudtrail', 'trail');
    expect(preconditionOf(lifecycle, { cloudtrail_kms_key_arn: key })).toBe(taken);
  });

  it.each([
    [null, 'AES256', null],
    [KEY, 'aws:kms', true],
  ])('has its bucket encrypted with the given key, or by S3 (%s)', (key, algorithm, bucketKey) => {
    const [rule] = v.parse(
      Encryption,
      resourceOf(cloudTrail(), 'aws_s3_bucket_server_side_encryption_configuration', 'trail_encryption').rule,
    );
    const value = (text: string) => concreteValue(cloudTrail(), text, { cloudtrail_kms_key_arn: key });
    const { sse_algorithm, kms_master_key_id } = rule.apply_server_side_encryption_by_default;
    expect([sse_algorithm, kms_master_key_id, rule.bucket_key_enabled].map(value)).toEqual([
      algorithm,
      key,
      bucketKey,
    ]);
  });
});

describe('the files of the CloudTrail trail', () => {
  it('are never deleted by Terraform', () => {
    expect(resourceOf(cloudTrail(), 'aws_s3_bucket', 'trail_bucket')).toMatchObject({
      force_destroy: false,
      lifecycle: { prevent_destroy: true },
    });
  });

  it('are kept for the given time, and as long again after they were deleted', () => {
    const days = '${var.cloudtrail_retention_days}';
    expect(resourceOf(cloudTrail(), 'aws_s3_bucket_lifecycle_configuration', 'trail_retention').rule).toEqual(
      [
        expect.objectContaining({
          status: 'Enabled',
          filter: [{ prefix: 'AWSLogs/' }],
          expiration: [{ days }],
          noncurrent_version_expiration: [{ noncurrent_days: days }],
        }),
      ],
    );
  });

  it('are locked for the given time, at most for as long as they are kept', () => {
    const lock = resourceOf(cloudTrail(), 'aws_s3_bucket_object_lock_configuration', 'trail_lock');
    const count = (days: number) =>
      concreteValue(cloudTrail(), String(lock.count), { cloudtrail_object_lock_days: days });
    expect([count(0), count(30)]).toEqual([0, 1]);
    expect(lock.rule).toEqual({
      default_retention: { mode: 'GOVERNANCE', days: '${var.cloudtrail_object_lock_days}' },
    });
    const within = (days: number) => preconditionOf(lock.lifecycle, { cloudtrail_object_lock_days: days });
    expect([within(400), within(401)]).toEqual([true, false]);
  });

  it('have access to them logged where a bucket is given, and never in their own', () => {
    const log = resourceOf(cloudTrail(), 'aws_s3_bucket_logging', 'trail_access_log');
    const count = (bucket: string) =>
      concreteValue(cloudTrail(), String(log.count), { cloudtrail_access_log_bucket_name: bucket });
    expect([count(''), count('access-logs')]).toEqual([0, 1]);
    const elsewhere = (bucket: string) =>
      preconditionOf(log.lifecycle, { cloudtrail_access_log_bucket_name: bucket });
    expect([elsewhere('access-logs'), elsewhere(`ecs-exec-evidence-trail-${ACCOUNT}`)]).toEqual([
      true,
      false,
    ]);
  });

  it('are versioned, private and owned by the account', () => {
    const stack = cloudTrail();
    expect(
      resourceOf(stack, 'aws_s3_bucket_versioning', 'trail_versioning').versioning_configuration,
    ).toEqual({
      status: 'Enabled',
    });
    expect(resourceOf(stack, 'aws_s3_bucket_public_access_block', 'trail_public_access')).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(resourceOf(stack, 'aws_s3_bucket_ownership_controls', 'trail_ownership').rule).toEqual({
      object_ownership: 'BucketOwnerEnforced',
    });
  });

  it.each([{}, { cloudtrail_bucket_name: 'acme-trail' }])(
    'are looked for in the bucket they are written to (%j)',
    (variables) => {
      const { cloudtrail, 'evidence-reporter': reporter } = synthesise({ cloudTrail: true });
      if (!cloudtrail || !reporter) throw new Error('both stacks are expected');
      const { bucket } = resourceOf(cloudtrail, 'aws_s3_bucket', 'trail_bucket');
      const { environment } = resourceOf(reporter, 'aws_lambda_function', 'reporter');
      const { CLOUDTRAIL_BUCKET, CLOUDTRAIL_PREFIX } = v.parse(Environment, environment).variables;
      expect(concreteValue(reporter, CLOUDTRAIL_BUCKET, variables)).toBe(
        concreteValue(cloudtrail, String(bucket), variables),
      );
      expect(CLOUDTRAIL_PREFIX).toBe('');
    },
  );

  it('are found without the state of the other stack', () => {
    for (const stack of Object.values(synthesise({ cloudTrail: true }))) {
      expect(stack.data.terraform_remote_state).toBeUndefined();
    }
  });
});
