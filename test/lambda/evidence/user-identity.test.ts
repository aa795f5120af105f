import type { Caller } from '../../../lambda/evidence/caller';
import type { OpenedSession } from '../../../lambda/session/session';
import { ALICE, SESSION, sessionOf } from '../records';
import { attestation, attributed, plan, unattributed } from './planned';

describe('user-identity', () => {
  it('says who it was', () => {
    expect(attestation('user-identity').userData).toEqual({
      session_id: SESSION,
      cloudtrail_event_id: 'b0a1c2d3-4e5f-4a6b-8c7d-9e0f1a2b3c4d',
      reporter_version: '1.2.3',
      type: 'AssumedRole',
      principal_id: 'AROAEXAMPLEROLEID1234:alice@example.com',
      arn: 'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_OnCall_0123456789abcdef/alice@example.com',
      account_id: '111122223333',
      user_name: null,
      session_issuer_arn:
        'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-central-1/AWSReservedSSO_OnCall_0123456789abcdef',
      mfa_authenticated: false,
      source_identity: null,
      on_behalf_of: '602c699c-e0a1-7077-7186-601dd22c0000',
      invoked_by: null,
      source_ip: '203.0.113.10',
      user_agent:
        'aws-cli/2.17.32 md/awscrt#0.21.2 ua/2.0 os/linux md/arch#x86_64 lang/python#3.11.9 md/command#ecs.execute-command',
      event_time: '2026-07-31T12:25:25.000Z',
      region: 'eu-central-1',
    });
  });

  it('cuts what nobody would read to its end, and attaches all of it', () => {
    const long = 'x'.repeat(9_000);
    const userIdentity = { type: long, principalId: long, arn: long, userName: long, accountId: long };
    const { userData, description, attachment } = attestation('user-identity', {
      caller: attributed(sessionOf({ userIdentity, sourceIPAddress: long, awsRegion: long })),
    });
    for (const field of ['type', 'principal_id', 'arn', 'user_name', 'account_id', 'source_ip', 'region'])
      expect([field, userData[field]]).toEqual([
        field,
        `${'x'.repeat(4_000)}… [truncated, 9000 characters in total]`,
      ]);
    expect(description.length).toBeLessThan(5_000);
    expect(attachment).toMatchObject({ text: expect.stringContaining(long) });
  });

  it('has the userIdentity attached as CloudTrail recorded it, and nothing else of the record', () => {
    const { attachment } = attestation('user-identity');
    expect(attachment).toEqual({ filename: 'user-identity.json', text: JSON.stringify(ALICE, null, 2) });
  });

  it.each([
    ['the root user', { type: 'Root', principalId: '111122223333' }, 'the account root user opened it'],
    [
      'a caller without any name',
      { type: 'Unknown' },
      'CloudTrail recorded the call without an identifier for its caller',
    ],
  ])('is not compliant for %s', (_, userIdentity, reason) => {
    const identity = attestation('user-identity', { caller: attributed(sessionOf({ userIdentity })) });
    expect(identity).toMatchObject({ compliant: false, userData: { reason } });
  });

  it.each([
    ['true', true],
    ['pending', true],
    ['unlisted', false],
    ['false', false],
  ] as const)(
    'found in a log file whose digest check says %s is compliant: %s',
    (digestVerified, compliant) => {
      const foundIn = {
        source: 'cloudtrail-bucket',
        bucket: 'trail',
        key: 'AWSLogs/x.json.gz',
        deliveredAt: new Date('2026-07-31T12:30:00Z'),
        digestVerified,
      } as const;
      const identity = attestation('user-identity', { caller: attributed({ ...sessionOf(), foundIn }) });
      expect(identity).toMatchObject({
        compliant,
        userData: { digest_verified: digestVerified, log_file: 's3://trail/AWSLogs/x.json.gz' },
      });
    },
  );
});

describe('user-identity of a session with records that disagree', () => {
  const planted: OpenedSession = {
    ...sessionOf({ userIdentity: { type: 'IAMUser', principalId: 'AIDAMALLORY' }, eventID: 'never-was' }),
    foundIn: {
      source: 'cloudtrail-bucket',
      bucket: 'trail',
      key: 'AWSLogs/planted.json.gz',
      deliveredAt: new Date('2026-07-31T12:30:00Z'),
      digestVerified: 'pending',
    },
  };

  it('names whom CloudTrail names, is not compliant, and has them all attached', () => {
    const caller = attributed(sessionOf(), { contradictions: [planted] });
    const { compliant, description, userData, attachment } = attestation('user-identity', { caller });
    expect([compliant, userData.principal_id]).toEqual([false, 'AROAEXAMPLEROLEID1234:alice@example.com']);
    expect(description).toContain('another record of this session contradicts it');
    expect(userData.disagreeing_records).toContain('s3://trail/AWSLogs/planted.json.gz');
    expect(attachment).toMatchObject({
      filename: 'user-identities.json',
      text: expect.stringMatching(/alice@example\.com[\s\S]*AIDAMALLORY/),
    });
  });

  it('has none attached where none were found', () => {
    expect(attestation('user-identity', { caller: unattributed }).attachment).toBeNull();
  });

  it('names nobody where CloudTrail names nobody, and has them all attached', () => {
    const caller: Caller = { ...unattributed, records: [planted, sessionOf()] };
    const { trail } = plan({ caller });
    expect(trail).toBe(`unattributed-${SESSION}`);
    const { compliant, userData, attachment } = attestation('user-identity', { caller });
    expect([compliant, userData.principal_id]).toEqual([false, null]);
    expect(JSON.stringify(attachment)).toMatch(/AIDAMALLORY.*alice@example\.com/);
  });

  it('is not compliant either when log files that may tell otherwise were not read', () => {
    const caller = attributed(planted, { doubt: '1 of 2 log files could not be read (1 broken)' });
    expect(attestation('user-identity', { caller })).toMatchObject({
      compliant: false,
      userData: { reason: expect.stringContaining('1 of 2 log files could not be read') },
    });
  });
});
