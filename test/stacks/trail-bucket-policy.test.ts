import { ACCOUNT, concretePolicy, REGION } from './concrete-policy';
import { askResource, askResourceAsAdmin } from './simulation';
import { stackOf } from './synthesise';

const ORGANIZATION = 'o-a1b2c3d4e5';
const BUCKET = `arn:aws:s3:::ecs-exec-evidence-trail-${ACCOUNT}`;
const TRAIL = `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/ecs-exec-evidence`;
const CLOUDTRAIL = 'cloudtrail.amazonaws.com';

const secure = { 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.3' };
const write = (owner: string, context = {}) => ({
  action: 's3:PutObject',
  resource: `${BUCKET}/AWSLogs/${owner}/CloudTrail/${REGION}/2026/07/31/file.json.gz`,
  context: { 'aws:SourceArn': TRAIL, 's3:x-amz-acl': 'bucket-owner-full-control', ...secure, ...context },
});

const policyOf = (cloudTrail: object) =>
  concretePolicy(stackOf({ cloudTrail }, 'cloudtrail'), 'trail_bucket_access');

describe('the bucket of the trail', () => {
  const policy = policyOf({});

  it('lets CloudTrail write the files of this trail and account', async () => {
    expect(await askResource(policy, CLOUDTRAIL, write(ACCOUNT))).toBe('Allowed');
  });

  it('lets CloudTrail check the bucket for this trail and no other', async () => {
    const checkFor = (trail: string) => ({
      action: 's3:GetBucketAcl',
      resource: BUCKET,
      context: { 'aws:SourceArn': trail, ...secure },
    });
    expect(await askResource(policy, CLOUDTRAIL, checkFor(TRAIL))).toBe('Allowed');
    expect(await askResource(policy, CLOUDTRAIL, checkFor(`${TRAIL}-2`))).toBe('ImplicitlyDenied');
  });

  it.each([
    ['another trail', write(ACCOUNT, { 'aws:SourceArn': `${TRAIL}-2` })],
    [
      'a trail of another account',
      write(ACCOUNT, { 'aws:SourceArn': TRAIL.replace(ACCOUNT, '444455556666') }),
    ],
    ['the files of another account', write('444455556666')],
    ['the files of an organization', write(ORGANIZATION)],
    ['files their owner could not read', write(ACCOUNT, { 's3:x-amz-acl': 'private' })],
  ])('refuses CloudTrail for %s', async (_, call) => {
    expect(await askResource(policy, CLOUDTRAIL, call)).toBe('ImplicitlyDenied');
  });

  it('lets nobody else write, read or delete', async () => {
    const actions = ['s3:PutObject', 's3:GetObject', 's3:DeleteObject', 's3:DeleteObjectVersion'];
    const others = [
      'config.amazonaws.com',
      's3.amazonaws.com',
      `arn:aws:iam::444455556666:role/anybody`,
      `arn:aws:iam::${ACCOUNT}:role/nobody`,
    ];
    for (const principal of others) {
      for (const action of actions) {
        const answer = await askResource(policy, principal, { ...write(ACCOUNT), action });
        expect([principal, action, answer]).toEqual([principal, action, 'ImplicitlyDenied']);
      }
    }
  });

  it.each([
    ['plain HTTP', { 'aws:SecureTransport': 'false' }],
    ['TLS 1.1', { 's3:TlsVersion': '1.1' }],
  ])('refuses everybody over %s', async (_, context) => {
    expect(await askResource(policy, CLOUDTRAIL, write(ACCOUNT, context))).toBe('ExplicitlyDenied');
    const read = { ...write(ACCOUNT, context), action: 's3:GetObject' };
    expect(await askResourceAsAdmin(policy, read)).toBe('ExplicitlyDenied');
    expect(await askResourceAsAdmin(policy, { ...read, context: secure })).toBe('Allowed');
  });

  it('takes the files of all accounts of an organization when asked to', async () => {
    const organization = policyOf({ organization: ORGANIZATION });
    expect(await askResource(organization, CLOUDTRAIL, write(ORGANIZATION))).toBe('Allowed');
    expect(await askResource(organization, CLOUDTRAIL, write(ACCOUNT))).toBe('Allowed');
    expect(await askResource(organization, CLOUDTRAIL, write('o-zzzzzzzzzz'))).toBe('ImplicitlyDenied');
  });
});
