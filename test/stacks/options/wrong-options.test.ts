import { mistakesIn } from './mistakes-in';

describe('an option that is wrong', () => {
  it.each<[unknown, string]>([
    [
      'eu-central-1',
      'evidenceReporter: was given "eu-central-1", but expected an object with some of: regions, trigger,',
    ],
    [
      { regions: 'eu-central-1' },
      'regions: was given "eu-central-1", but expected a list of at least one AWS region',
    ],
    [
      { regions: [] },
      'regions: was an empty list, but expected a list of at least one AWS region, each once.',
    ],
    [
      { regions: ['eu-central-1', 'eu-central-1'] },
      'regions: was given a list, but expected a list of at least one AWS region, each once.',
    ],
    [
      { regions: ['Frankfurt'] },
      'regions.0: was given "Frankfurt", but expected an AWS region such as "eu-central-1".',
    ],
    [{ trigger: 'sns' }, 'trigger: was given "sns", but expected one of "s3-notification", "eventbridge".'],
    [
      { cloudTrail: {} },
      'cloudTrail: was given an object, but expected true or false. The CloudTrail trail is configured with Terraform variables: cloudtrail_bucket_name,',
    ],
    [
      { existingCloudTrail: { bucketName: 'org-trail' } },
      'existingCloudTrail: was given an object, but expected true or false. Terraform variables say which CloudTrail trail it is: cloudtrail_bucket_name, cloudtrail_prefix,',
    ],
    [
      { dashboard: 'no' },
      'dashboard: was given "no", but expected true or false. AWS bills a dashboard once the account has more than three;',
    ],
    [
      { liveSessions: 'yes' },
      'liveSessions: was given "yes", but expected true or false. EventBridge shows calls only in a region that a CloudTrail trail records,',
    ],
    ...[
      true,
      null,
      '',
      'hourly',
      'rate(1 hours)',
      'rate(2 hour)',
      'rate(0 hours)',
      'rate(1.5 hours)',
      'rate(1  hour)',
      'rate(30 seconds)',
      ' rate(1 hour)',
      'cron(15 * * * ?)',
      'cron(15 * * * * *)',
      'cron(15 * ? * ? *)',
      'cron(60 * * * ? *)',
      'cron(0 24 * * ? *)',
      'cron(0 0 32 * ? *)',
      'cron(0 0 ? FEBRUARY MON *)',
      'cron(0 0 ? * 8 *)',
      'cron(0 0 ? * MON 1969)',
      'cron(0 0, * * ? *)',
      'at(2026-11-21T00:00:00)',
    ].map((reconcile): [object, string] => [
      { reconcile },
      `reconcile: was given ${JSON.stringify(reconcile)}, but expected a schedule of EventBridge such as "rate(1 hour)" or "cron(15 * * * ? *)", or false. A rate is`,
    ]),
    [
      { vpc: { subnetIds: ['subnet-0a'] } },
      'vpc: was given an object, but expected true or false. The subnets and security groups are Terraform variables: vpc_subnet_ids and vpc_security_group_ids.',
    ],
    [
      { tokenSource: 'vault' },
      'tokenSource: was given "vault", but expected one of "parameter-store", "secrets-manager".',
    ],
    [{ lambda: 512 }, 'lambda: was given 512, but expected an object with some of: architecture, runtime.'],
    [
      { lambda: { architecture: 'arm' } },
      'lambda.architecture: was given "arm", but expected one of "arm64", "x86_64".',
    ],
    [
      { lambda: { runtime: 'nodejs20.x' } },
      'lambda.runtime: was given "nodejs20.x", but expected one of "nodejs24.x", "nodejs22.x".',
    ],
    [
      { backend: 's3' },
      'backend: was given "s3", but expected an object whose type is "local", "s3", "cloud" or "http".',
    ],
    [{ backend: { type: 'remote' } }, 'backend: was given an object, but expected an object whose type is'],
    [
      { backend: { type: 'local', path: '/state/{stack}' } },
      'backend.path: was given "/state/{stack}", but expected a relative path with {stack} in it.',
    ],
    [
      { backend: { type: 'local', path: 'terraform.tfstate' } },
      'backend.path: was given "terraform.tfstate", but expected a relative path with {stack} in it.',
    ],
    [
      { backend: { type: 's3', assumeRoleArn: 'state' } },
      'backend.assumeRoleArn: was given "state", but expected the ARN of an IAM role',
    ],
    [
      { backend: { type: 's3', bucket: 'states', region: 'eu-central-1', key: 'state' } },
      'backend.key: was given "state", but expected an object key with {stack} in it.',
    ],
    [
      { backend: { type: 'cloud', organization: 'a b' } },
      'backend.organization: was given "a b", but expected the name of a Terraform Cloud organization',
    ],
    [
      { backend: { type: 'cloud', organization: 'acme', workspace: 'all' } },
      'backend.workspace: was given "all", but expected a workspace name with {stack} in it.',
    ],
    [
      { backend: { type: 'cloud', organization: 'acme', hostname: 'https://tfe' } },
      'backend.hostname: was given "https://tfe", but expected a host name.',
    ],
    [
      { backend: { type: 'http', address: 'http://states.example/{stack}' } },
      'backend.address: was given "http://states.example/{stack}", but expected an https address',
    ],
    [
      { backend: { type: 'http', address: 'https://states.example/{stack}', lockMethod: 'GET' } },
      'backend.lockMethod: was given "GET", but expected one of "LOCK",',
    ],
  ])('%j is named, with what was expected', (options, beginning) => {
    const mistakes = mistakesIn(options);
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]?.slice(0, beginning.length)).toBe(beginning);
    // After what was expected, another sentence says what to do.
    expect(mistakes[0]).toMatch(/\. \S.+\.$/);
  });

  it.each(['schedule', 'region'])('%s is not an option, and the error lists those that are', (name) => {
    const [mistake] = mistakesIn({ [name]: true });
    expect(mistake).toBe(
      `${name}: no such option exists here. Remove it, or write one of: regions, trigger, cloudTrail, existingCloudTrail, ` +
        'liveSessions, reconcile, dashboard, vpc, tokenSource, lambda, backend.',
    );
  });

  it.each([
    [{ clusters: ['prod'] }, 'clusters', 'Set ecs_cluster_names.'],
    [{ kmsKeyArns: [] }, 'kmsKeyArns', 'Set kms_key_arns.'],
    [{ permissionsBoundaryArn: 'x' }, 'permissionsBoundaryArn', 'Set permissions_boundary_arn.'],
    [
      { existingTrail: { bucketName: 'org-trail' } },
      'existingTrail',
      'Write existingCloudTrail: true, and set cloudtrail_bucket_name, cloudtrail_prefix, cloudtrail_organization_id and, for its key, kms_key_arns.',
    ],
    [{ lambda: { memoryMb: 1024 } }, 'lambda.memoryMb', 'Set lambda_memory_mb.'],
    [{ lambda: { timeoutSeconds: 60 } }, 'lambda.timeoutSeconds', 'Set lambda_timeout_seconds.'],
    [{ lambda: { maximumConcurrency: 3 } }, 'lambda.maximumConcurrency', 'Set lambda_maximum_concurrency.'],
  ])('%j is a variable now, and the error names it', (options, path, now) => {
    expect(mistakesIn(options)).toEqual([
      `${path}: is not an option any more, because values are Terraform variables, which may differ from one account to the next. ${now}`,
    ]);
  });

  it('says in which order to change a trigger, if the trigger is wrong', () => {
    expect(mistakesIn({ trigger: 'sns' })[0]).toContain('keep to the order in docs/terraform.md');
  });

  it('is not repeated if it is unknown, because it may be a secret', () => {
    const [mistake] = mistakesIn({ lambda: { kosliApiToken: 'hunter2' } });
    expect(mistake).toContain('lambda.kosliApiToken: no such option');
    expect(mistake).not.toContain('hunter2');
  });
});
