import { parseOptions } from '../../../stacks/options/parse-options';
import { mistakesIn } from './mistakes-in';

const KEY = 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

describe('no options at all', () => {
  it.each([undefined, null, {}])('give every default (%j)', (given) => {
    expect(parseOptions(given)).toEqual({
      regions: [],
      trigger: 's3-notification',
      cloudTrail: false,
      existingCloudTrail: false,
      liveSessions: false,
      reconcile: 'rate(1 hour)',
      dashboard: true,
      vpc: false,
      tokenSource: 'parameter-store',
      lambda: { architecture: 'arm64', runtime: 'nodejs24.x' },
      backend: { type: 'local', path: '../../../terraform.{stack}.tfstate' },
    });
  });
});

describe('valid options', () => {
  it('are complete once they are parsed', () => {
    const { backend } = parseOptions({ backend: { type: 's3' } });
    expect(backend).toEqual({
      type: 's3',
      bucket: null,
      region: null,
      key: 'ecs-exec-evidence/{stack}.tfstate',
      kmsKeyArn: null,
      assumeRoleArn: null,
    });
    expect(
      parseOptions({ backend: { type: 'http', address: 'https://states.example/{stack}' } }).backend,
    ).toEqual({
      type: 'http',
      address: 'https://states.example/{stack}',
      lockAddress: null,
      lockMethod: 'LOCK',
      unlockMethod: 'UNLOCK',
    });
  });

  it.each([
    { regions: ['eu-central-1', 'us-gov-east-1', 'eusc-de-east-1'] },
    { existingCloudTrail: true, cloudTrail: false },
    { cloudTrail: true },
    { liveSessions: true },
    { liveSessions: null, reconcile: false },
    { dashboard: false },
    { reconcile: 'rate(1 day)' },
    { reconcile: 'rate(90 minutes)' },
    { reconcile: 'cron(15 * * * ? *)' },
    { reconcile: 'cron(0/15 8-18 ? * MON-FRI *)' },
    { reconcile: 'cron(0 6,18 L * ? 2026-2030)' },
    { reconcile: 'cron(0 6 ? JAN-mar fri#2 *)' },
    { vpc: true, regions: ['eu-central-1', 'us-east-1'] },
    { lambda: { architecture: 'x86_64', runtime: 'nodejs22.x' } },
    { backend: { type: 's3', kmsKeyArn: KEY, assumeRoleArn: 'arn:aws:iam::111122223333:role/ci/state' } },
    { backend: { type: 'cloud' } },
    { backend: { type: 'http' } },
    { backend: { type: 's3', bucket: 'states', region: 'eu-central-1', key: 'evidence/{stack}.tfstate' } },
    { backend: { type: 'cloud', organization: 'acme', workspace: 'evidence-{stack}' } },
  ])('are accepted: %j', (options) => {
    expect(mistakesIn(options)).toEqual([]);
  });
});

it.each([
  [{}, false],
  [{ cloudTrail: true }, true],
  [{ existingCloudTrail: true }, true],
  [{ existingCloudTrail: true, liveSessions: null }, true],
  [{ existingCloudTrail: true, liveSessions: false }, false],
  [{ liveSessions: true }, true],
])('with %j, whether sessions are reported when they are opened is %s', (options, expected) => {
  expect(parseOptions(options).liveSessions).toBe(expected);
});

it('a CloudTrail trail of its own and an existing one exclude each other', () => {
  const mistakes = mistakesIn({ cloudTrail: true, existingCloudTrail: true });
  expect(mistakes).toHaveLength(1);
  expect(mistakes[0]).toMatch(
    /^cloudTrail and existingCloudTrail: both were given, but expected one of them\./,
  );
});

it('reports every mistake at once, and where it is', () => {
  const options = {
    regions: ['Frankfurt'],
    trigger: 'sns',
    cloudTrail: true,
    existingCloudTrail: true,
    lambda: { memory: 1, runtime: 'python' },
    retention: 3,
  };
  expect(mistakesIn(options).map((mistake) => mistake.split(':')[0])).toEqual([
    'regions.0',
    'trigger',
    'lambda.runtime',
    'lambda.memory',
    'retention',
    'cloudTrail and existingCloudTrail',
  ]);
  expect(() => parseOptions(options)).toThrow(
    'context.evidenceReporter in cdktf.json has 6 mistakes:\n  - regions.0: was',
  );
});
