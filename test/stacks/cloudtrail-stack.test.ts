import { drawn, resourceOf, stackOf, synthesise } from './synthesise';

const KEY = 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const cloudTrail = (trail: object = {}) => stackOf({ cloudTrail: trail }, 'cloudtrail');

it('is drawn as a bucket, its policy and a trail', () => {
  expect(drawn({ cloudTrail: {} }, 'cloudtrail')).toMatchInlineSnapshot(`
    "cloudtrail (CloudTrailStack)
    ├── backend (LocalBackend)
    ├── aws (AwsProvider)
    ├── place (DeploymentPlace)
        ├── partition (DataAwsPartition)
        ├── account (DataAwsCallerIdentity)
        └── region (DataAwsRegion)
    ├── bucket (TrailBucket)
        ├── trail_bucket (S3Bucket)
        ├── trail_public_access (S3BucketPublicAccessBlock)
        ├── trail_ownership (S3BucketOwnershipControls)
        ├── trail_versioning (S3BucketVersioningA)
        ├── trail_encryption (S3BucketServerSideEncryptionConfigurationA)
        └── trail_retention (S3BucketLifecycleConfiguration)
    ├── bucket_policy (TrailBucketPolicy)
        ├── trail_bucket_access (DataAwsIamPolicyDocument)
        └── trail_bucket_policy (S3BucketPolicy)
    ├── management_trail (ManagementTrail)
        └── trail (Cloudtrail)
    "
  `);
});

it('exists only when it is asked for', () => {
  expect(Object.keys(synthesise({}))).toEqual(['evidence-reporter']);
  expect(Object.keys(synthesise({ cloudTrail: false }))).toEqual(['evidence-reporter']);
  expect(Object.keys(synthesise({ existingTrail: { bucketName: 'org-trail' } }))).toEqual([
    'evidence-reporter',
  ]);
  expect(Object.keys(synthesise({ cloudTrail: {} }))).toEqual(['cloudtrail', 'evidence-reporter']);
});

describe('the trail', () => {
  it('records every management event of every region, so that changed files show, once it may write', () => {
    expect(resourceOf(cloudTrail(), 'aws_cloudtrail', 'trail')).toEqual({
      name: 'ecs-exec-evidence',
      s3_bucket_name: '${aws_s3_bucket.trail_bucket.id}',
      is_multi_region_trail: true,
      is_organization_trail: false,
      include_global_service_events: true,
      enable_log_file_validation: true,
      enable_logging: true,
      event_selector: [{ include_management_events: true, read_write_type: 'All' }],
      depends_on: ['aws_s3_bucket_policy.trail_bucket_policy'],
    });
  });

  it('is an organization trail when asked for', () => {
    const trail = resourceOf(cloudTrail({ organization: 'o-a1b2c3d4e5' }), 'aws_cloudtrail', 'trail');
    expect(trail.is_organization_trail).toBe(true);
  });

  it('and its bucket are encrypted with the given key, or by S3', () => {
    const withKey = cloudTrail({ kmsKeyArn: KEY });
    expect(resourceOf(withKey, 'aws_cloudtrail', 'trail').kms_key_id).toBe(KEY);
    const encryptionOf = (stack: ReturnType<typeof cloudTrail>) =>
      resourceOf(stack, 'aws_s3_bucket_server_side_encryption_configuration', 'trail_encryption').rule;
    expect(encryptionOf(withKey)).toEqual([
      {
        apply_server_side_encryption_by_default: {
          sse_algorithm: 'aws:kms',
          kms_master_key_id: KEY,
        },
        bucket_key_enabled: true,
      },
    ]);
    expect(encryptionOf(cloudTrail())).toEqual([
      { apply_server_side_encryption_by_default: { sse_algorithm: 'AES256' } },
    ]);
  });
});

describe('the files of the trail', () => {
  it('are never deleted by Terraform', () => {
    expect(resourceOf(cloudTrail(), 'aws_s3_bucket', 'trail_bucket')).toMatchObject({
      force_destroy: false,
      lifecycle: { prevent_destroy: true },
    });
  });

  it('are kept for as long as asked, and just as long after somebody deleted them', () => {
    const ruleOf = (trail: object) =>
      resourceOf(cloudTrail(trail), 'aws_s3_bucket_lifecycle_configuration', 'trail_retention').rule;
    const kept = (days: number) => [
      expect.objectContaining({
        status: 'Enabled',
        filter: [{ prefix: 'AWSLogs/' }],
        expiration: [{ days }],
        noncurrent_version_expiration: [{ noncurrent_days: days }],
      }),
    ];
    expect(ruleOf({})).toEqual(kept(400));
    expect(ruleOf({ retentionDays: 2555 })).toEqual(kept(2555));
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

  it.each([{}, { bucketName: 'acme-trail' }])(
    'are looked for in the bucket they are written to (%j)',
    (trail) => {
      const stacks = synthesise({ cloudTrail: trail });
      const { cloudtrail, 'evidence-reporter': reporter } = stacks;
      if (!cloudtrail || !reporter) throw new Error('both stacks are expected');
      const { bucket } = resourceOf(cloudtrail, 'aws_s3_bucket', 'trail_bucket');
      expect(resourceOf(reporter, 'aws_lambda_function', 'reporter').environment).toMatchObject({
        variables: { TRAIL_BUCKET: bucket, TRAIL_PREFIX: '' },
      });
    },
  );

  it('need no state of the other stack to be found', () => {
    for (const stack of Object.values(synthesise({ cloudTrail: {} }))) {
      expect(stack.data.terraform_remote_state).toBeUndefined();
    }
  });
});
