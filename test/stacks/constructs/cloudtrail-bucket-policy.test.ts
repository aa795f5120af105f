import { ACCOUNT, concretePolicy, MANAGEMENT_ACCOUNT, REGION, type Variables } from '../concrete-policy';
import { askAsAdmin, askResource } from '../simulation';
import { stackOf } from '../synthesise';

const ORGANIZATION = 'o-a1b2c3d4e5';
const BUCKET = `arn:aws:s3:::ecs-exec-evidence-trail-${ACCOUNT}`;
const TRAIL = `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/ecs-exec-evidence`;
const CLOUDTRAIL = 'cloudtrail.amazonaws.com';

const secure = { 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.3' };
const asCloudTrail = { 'aws:PrincipalServiceName': CLOUDTRAIL };
const write = (owner: string, context = {}) => ({
  action: 's3:PutObject',
  resource: `${BUCKET}/AWSLogs/${owner}/CloudTrail/${REGION}/2026/07/31/file.json.gz`,
  context: {
    'aws:SourceArn': TRAIL,
    's3:x-amz-acl': 'bucket-owner-full-control',
    ...asCloudTrail,
    ...secure,
    ...context,
  },
});

const policyOf = (variables: Variables) =>
  concretePolicy(stackOf({ cloudTrail: true }, 'cloudtrail'), 'trail_bucket_access', variables);

describe('the bucket of the CloudTrail trail', () => {
  const policy = policyOf({});

  it('lets CloudTrail write the files of this CloudTrail trail and account', async () => {
    expect(await askResource(policy, CLOUDTRAIL, write(ACCOUNT))).toBe('Allowed');
  });

  it('lets CloudTrail check the bucket for this CloudTrail trail and no other', async () => {
    const checkFor = (trail: string) => ({
      action: 's3:GetBucketAcl',
      resource: BUCKET,
      context: { 'aws:SourceArn': trail, ...secure },
    });
    expect(await askResource(policy, CLOUDTRAIL, checkFor(TRAIL))).toBe('Allowed');
    expect(await askResource(policy, CLOUDTRAIL, checkFor(`${TRAIL}-2`))).toBe('ImplicitlyDenied');
  });

  it.each([
    ['another CloudTrail trail', write(ACCOUNT, { 'aws:SourceArn': `${TRAIL}-2` })],
    [
      'a CloudTrail trail of another account',
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
        const context = principal.endsWith('.com') ? { 'aws:PrincipalServiceName': principal } : {};
        const { resource } = write(ACCOUNT);
        const answer = await askResource(policy, principal, {
          action,
          resource,
          context: { ...secure, ...context },
        });
        const denied = action === 's3:PutObject' ? 'ExplicitlyDenied' : 'ImplicitlyDenied';
        expect([principal, action, answer]).toEqual([principal, action, denied]);
      }
    }
  });

  it('is written by CloudTrail alone: an administrator may read, and not write', async () => {
    const call = (action: string) => ({ action, resource: write(ACCOUNT).resource, context: secure });
    expect(await askAsAdmin(policy, call('s3:GetObject'))).toBe('Allowed');
    expect(await askAsAdmin(policy, call('s3:PutObject'))).toBe('ExplicitlyDenied');
    expect(await askAsAdmin(policy, call('s3:ReplicateObject'))).toBe('ExplicitlyDenied');
  });

  it.each([
    ['plain HTTP', { 'aws:SecureTransport': 'false' }],
    ['TLS 1.1', { 's3:TlsVersion': '1.1' }],
  ])('refuses everybody over %s', async (_, context) => {
    expect(await askResource(policy, CLOUDTRAIL, write(ACCOUNT, context))).toBe('ExplicitlyDenied');
    const read = { ...write(ACCOUNT, context), action: 's3:GetObject' };
    expect(await askAsAdmin(policy, read)).toBe('ExplicitlyDenied');
    expect(await askAsAdmin(policy, { ...read, context: secure })).toBe('Allowed');
  });
});

describe("the bucket of an organization's CloudTrail trail", () => {
  const policy = policyOf({ cloudtrail_organization_id: ORGANIZATION });
  // Whoever creates it, the management account owns it.
  const owned = { 'aws:SourceArn': TRAIL.replace(ACCOUNT, MANAGEMENT_ACCOUNT) };

  it('takes the files of all its accounts, from the CloudTrail trail of the management account', async () => {
    expect(await askResource(policy, CLOUDTRAIL, write(ORGANIZATION, owned))).toBe('Allowed');
    expect(await askResource(policy, CLOUDTRAIL, write(MANAGEMENT_ACCOUNT, owned))).toBe('Allowed');
  });

  it.each([
    ['another organization', write('o-zzzzzzzzzz', owned)],
    ['a CloudTrail trail of the account it is deployed in', write(ORGANIZATION)],
  ])('refuses CloudTrail for %s', async (_, call) => {
    expect(await askResource(policy, CLOUDTRAIL, call)).toBe('ImplicitlyDenied');
  });

  const READER = '444455556666';
  const reading = (account: string, of: string) => {
    const folder = `AWSLogs/${ORGANIZATION}/${of}/CloudTrail/${REGION}/`;
    const context = { ...secure, 'aws:PrincipalAccount': account };
    return [
      { action: 's3:GetObject', resource: `${BUCKET}/${folder}2026/07/31/file.json.gz`, context },
      { action: 's3:ListBucket', resource: BUCKET, context: { ...context, 's3:prefix': folder } },
    ];
  };

  it('can be read by no account that is not given', async () => {
    for (const call of reading(READER, READER)) {
      expect(await askAsAdmin(policy, call, READER)).not.toBe('Allowed');
    }
  });

  it('can be read by the accounts given, each its own files', async () => {
    const shared = policyOf({
      cloudtrail_organization_id: ORGANIZATION,
      cloudtrail_reader_account_ids: [READER],
    });
    for (const call of reading(READER, READER))
      expect(await askAsAdmin(shared, call, READER)).toBe('Allowed');
    for (const call of reading(READER, ACCOUNT))
      expect(await askAsAdmin(shared, call, READER)).not.toBe('Allowed');
    const other = '555566667777';
    for (const call of reading(other, other))
      expect(await askAsAdmin(shared, call, other)).not.toBe('Allowed');
    const writing = {
      ...reading(READER, READER)[0],
      action: 's3:PutObject',
      resource: write(READER).resource,
    };
    expect(await askAsAdmin(shared, writing, READER)).toBe('ExplicitlyDenied');
  });
});
