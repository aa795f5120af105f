import { parseOptions } from '../../../stacks/options/parse-options';
import { mistakesIn } from './mistakes-in';

const KEY = 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

describe('no options at all', () => {
  it.each([undefined, null, {}])('mean every default (%j)', (given) => {
    expect(parseOptions(given)).toEqual({
      regions: [],
      trigger: 's3-notification',
      cloudTrail: null,
      existingTrail: null,
      kmsKeyArns: [],
      vpc: null,
      permissionsBoundaryArn: null,
      tokenSource: 'parameter-store',
      lambda: {
        memoryMb: 512,
        timeoutSeconds: 300,
        architecture: 'arm64',
        runtime: 'nodejs24.x',
        maximumConcurrency: 2,
      },
      backend: { type: 'local', path: '../../../terraform.{stack}.tfstate' },
      clusters: [],
    });
  });
});

describe('options that are right', () => {
  it('lack nothing once they are read', () => {
    const options = parseOptions({
      cloudTrail: {},
      backend: { type: 'http', address: 'https://states.example/{stack}' },
    });
    expect(options.cloudTrail).toEqual({
      bucketName: null,
      trailName: 'ecs-exec-evidence',
      organization: null,
      retentionDays: 400,
      kmsKeyArn: null,
    });
    expect(options.backend).toEqual({
      type: 'http',
      address: 'https://states.example/{stack}',
      lockAddress: null,
      lockMethod: 'LOCK',
      unlockMethod: 'UNLOCK',
    });
  });

  it.each([
    { regions: ['eu-central-1', 'us-gov-east-1', 'eusc-de-east-1'] },
    {
      existingTrail: {
        bucketName: 'org-trail',
        prefix: 'a/b',
        organizationId: 'o-a1b2c3d4e5',
        kmsKeyArn: KEY,
      },
    },
    { kmsKeyArns: [KEY], regions: ['eu-central-1'] },
    { vpc: { subnetIds: ['subnet-0a'], securityGroupIds: ['sg-0a'] }, regions: ['eu-central-1'] },
    { permissionsBoundaryArn: 'arn:aws-us-gov:iam::111122223333:policy/team/boundary' },
    { backend: { type: 's3', bucket: 'states', region: 'eu-central-1', key: 'evidence/{stack}.tfstate' } },
    { backend: { type: 'cloud', organization: 'acme', workspace: 'evidence-{stack}' } },
    { clusters: ['prod', 'prod_2'] },
  ])('are taken: %j', (options) => {
    expect(mistakesIn(options)).toEqual([]);
  });
});

describe('options that do not go together', () => {
  it.each<[unknown, string]>([
    [
      { cloudTrail: {}, existingTrail: { bucketName: 'org-trail' } },
      'cloudTrail and existingTrail: both were given, but expected one of them.',
    ],
    [
      {
        regions: ['eu-central-1', 'us-east-1'],
        vpc: { subnetIds: ['subnet-0a'], securityGroupIds: ['sg-0a'] },
      },
      'vpc and regions: subnets of one region were given for several regions',
    ],
    [
      { regions: ['us-east-1'], kmsKeyArns: [KEY] },
      'kmsKeyArns and regions: a key of another region was given',
    ],
  ])('%j are refused', (options, beginning) => {
    const mistakes = mistakesIn(options);
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]?.slice(0, beginning.length)).toBe(beginning);
  });
});

it('says every mistake at once, and where they are', () => {
  const options = {
    regions: ['Frankfurt'],
    trigger: 'sns',
    cloudTrail: {},
    existingTrail: { bucketName: 'org-trail' },
    lambda: { memory: 1, runtime: 'python' },
    retention: 3,
  };
  expect(mistakesIn(options).map((mistake) => mistake.split(':')[0])).toEqual([
    'regions.0',
    'trigger',
    'lambda.runtime',
    'lambda.memory',
    'retention',
    'cloudTrail and existingTrail',
  ]);
  expect(() => parseOptions(options)).toThrow(
    'context.evidenceReporter in cdktf.json has 6 mistakes:\n  - regions.0: was',
  );
});
