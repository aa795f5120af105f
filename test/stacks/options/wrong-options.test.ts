import { mistakesIn } from './mistakes-in';

const KEY = 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

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
      { cloudTrail: true },
      'cloudTrail: was given true, but expected false, or an object that describes the trail',
    ],
    [
      { cloudTrail: { bucketName: 's3://logs' } },
      'cloudTrail.bucketName: was given "s3://logs", but expected the name of an S3 bucket',
    ],
    [
      { cloudTrail: { trailName: 'a b' } },
      'cloudTrail.trailName: was given "a b", but expected a trail name',
    ],
    [
      { cloudTrail: { organization: true } },
      'cloudTrail.organization: was given true, but expected the id of an AWS organization',
    ],
    [
      { cloudTrail: { retentionDays: 30 } },
      'cloudTrail.retentionDays: was given 30, but expected a whole number of days from 90 to 3653.',
    ],
    [
      { cloudTrail: { kmsKeyArn: 'alias/trail' } },
      'cloudTrail.kmsKeyArn: was given "alias/trail", but expected the ARN of a KMS key',
    ],
    [
      { existingTrail: 'org-trail' },
      'existingTrail: was given "org-trail", but expected an object with some of: bucketName,',
    ],
    [{ existingTrail: {} }, 'existingTrail.bucketName: was not given, but expected the name of an S3 bucket'],
    [
      { existingTrail: { bucketName: 'org-trail', prefix: '/audit/' } },
      'existingTrail.prefix: was given "/audit/", but expected the log file prefix of the trail, without a slash at either end.',
    ],
    [
      { existingTrail: { bucketName: 'org-trail', organizationId: 'acme' } },
      'existingTrail.organizationId: was given "acme", but expected the id of an AWS organization',
    ],
    [
      { existingTrail: { bucketName: 'org-trail', kmsKeyArn: 'x' } },
      'existingTrail.kmsKeyArn: was given "x", but expected the ARN of a KMS key',
    ],
    [{ kmsKeyArns: KEY }, `kmsKeyArns: was given "${KEY}", but expected a list of at least one KMS key ARN`],
    [{ kmsKeyArns: ['alias/x'] }, 'kmsKeyArns.0: was given "alias/x", but expected the ARN of a KMS key'],
    [{ vpc: true }, 'vpc: was given true, but expected an object with some of: subnetIds, securityGroupIds.'],
    [
      { vpc: { subnetIds: ['subnet-0a'] } },
      'vpc.securityGroupIds: was not given, but expected a list of at least one security group id',
    ],
    [
      { vpc: { subnetIds: ['10.0.0.0/24'], securityGroupIds: ['sg-0a'] } },
      'vpc.subnetIds.0: was given "10.0.0.0/24", but expected a subnet id',
    ],
    [
      { vpc: { subnetIds: ['subnet-0a'], securityGroupIds: ['default'] } },
      'vpc.securityGroupIds.0: was given "default", but expected a security group id',
    ],
    [
      { permissionsBoundaryArn: 'boundary' },
      'permissionsBoundaryArn: was given "boundary", but expected the ARN of an IAM policy',
    ],
    [
      { tokenSource: 'vault' },
      'tokenSource: was given "vault", but expected one of "parameter-store", "secrets-manager".',
    ],
    [{ lambda: 512 }, 'lambda: was given 512, but expected an object with some of: memoryMb,'],
    [
      { lambda: { memoryMb: 128 } },
      'lambda.memoryMb: was given 128, but expected a whole number of MB from 256 to 10240.',
    ],
    [
      { lambda: { timeoutSeconds: '300' } },
      'lambda.timeoutSeconds: was given "300", but expected a whole number of seconds from 60 to 900.',
    ],
    [
      { lambda: { architecture: 'arm' } },
      'lambda.architecture: was given "arm", but expected one of "arm64", "x86_64".',
    ],
    [
      { lambda: { runtime: 'nodejs20.x' } },
      'lambda.runtime: was given "nodejs20.x", but expected one of "nodejs24.x", "nodejs22.x".',
    ],
    [
      { lambda: { maximumConcurrency: 1 } },
      'lambda.maximumConcurrency: was given 1, but expected a whole number of functions at a time from 2 to 1000.',
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
      { backend: { type: 's3', bucket: 'states' } },
      'backend.region: was not given, but expected an AWS region',
    ],
    [
      { backend: { type: 's3', bucket: 'states', region: 'eu-central-1', key: 'state' } },
      'backend.key: was given "state", but expected an object key with {stack} in it.',
    ],
    [
      { backend: { type: 'cloud' } },
      'backend.organization: was not given, but expected the name of a Terraform Cloud organization',
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
    [
      { clusters: ['arn:aws:ecs:eu-central-1:111122223333:cluster/prod'] },
      'clusters.0: was given "arn:aws:ecs:eu-central-1:111122223333:cluster/prod", but expected the name of an ECS cluster.',
    ],
  ])('%j is told apart by name, with what was expected', (options, beginning) => {
    const mistakes = mistakesIn(options);
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]?.slice(0, beginning.length)).toBe(beginning);
    // And what to do: a sentence after the one that says what was expected.
    expect(mistakes[0]).toMatch(/\. \S.+\.$/);
  });

  it.each(['reconcile', 'liveSessions', 'region'])(
    '%s is no option yet, or no more, and those that are get named',
    (name) => {
      const [mistake] = mistakesIn({ [name]: true });
      expect(mistake).toBe(
        `${name}: no such option exists here. Remove it, or write one of: regions, trigger, cloudTrail, existingTrail, ` +
          'kmsKeyArns, vpc, permissionsBoundaryArn, tokenSource, lambda, backend, clusters.',
      );
    },
  );

  it('is not repeated when it is unknown, since it may be a secret', () => {
    const [mistake] = mistakesIn({ lambda: { kosliApiToken: 'hunter2' } });
    expect(mistake).toContain('lambda.kosliApiToken: no such option');
    expect(mistake).not.toContain('hunter2');
  });
});
