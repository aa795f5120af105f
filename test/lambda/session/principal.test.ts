import { parsePrincipal } from '../../../lambda/session/principal';
import { trailName } from '../../../lambda/session/trail-name';
import { sessionId, sessionOf } from '../records';

const trailOf = (userIdentity: unknown, template = '{principalId}') =>
  trailName(template, sessionOf({ userIdentity }), { sessionId: sessionId(), serviceName: null });

describe('every type of userIdentity names a trail', () => {
  it.each([
    [
      'Root',
      { type: 'Root', principalId: '111122223333', arn: 'arn:aws:iam::111122223333:root' },
      '111122223333',
    ],
    ['IAMUser', { type: 'IAMUser', principalId: 'AIDAEXAMPLE', userName: 'Alice' }, 'AIDAEXAMPLE'],
    [
      'AssumedRole',
      { type: 'AssumedRole', principalId: 'AROAEXAMPLE:alice@example.com' },
      'AROAEXAMPLE-alice-example.com',
    ],
    ['Role', { type: 'Role', principalId: 'AROAEXAMPLE' }, 'AROAEXAMPLE'],
    [
      'FederatedUser',
      { type: 'FederatedUser', principalId: '111122223333:stratus_red_team' },
      '111122223333-stratus_red_team',
    ],
    ['SAMLUser', { type: 'SAMLUser', principalId: 'SAMPLE:bob', userName: 'bob' }, 'SAMPLE-bob'],
    [
      'WebIdentityUser',
      { type: 'WebIdentityUser', principalId: 'accounts.google.com:app:user' },
      'accounts.google.com-app-user',
    ],
    [
      'AWSAccount',
      { type: 'AWSAccount', principalId: 'AIDAEXAMPLE', accountId: '444455556666' },
      'AIDAEXAMPLE',
    ],
    ['AWSService', { type: 'AWSService', invokedBy: 'ecs.amazonaws.com' }, 'ecs.amazonaws.com'],
    [
      'IdentityCenterUser',
      { type: 'IdentityCenterUser', onBehalfOf: { userId: '544894e8-80c1-707f' } },
      '544894e8-80c1-707f',
    ],
    ['Directory', { type: 'Directory', userName: 'carol' }, 'carol'],
    ['Unknown', { type: 'Unknown' }, 'unknown'],
    ['none at all', undefined, 'unknown'],
    ['text', 'alice', 'unknown'],
    ['a list', [], 'unknown'],
  ])('%s', (_, userIdentity, trail) => {
    expect(trailOf(userIdentity)).toBe(trail);
  });
});

describe('a principal', () => {
  it('keeps the record it was read from', () => {
    const record = { type: 'Unknown', odd: [1] };
    expect(parsePrincipal(record).record).toBe(record);
  });

  it('keeps the good fields of a record whose other fields are of the wrong shape', () => {
    const principal = parsePrincipal({
      type: 7,
      principalId: 'AIDAEXAMPLE',
      sessionContext: 'none',
      onBehalfOf: [],
    });
    expect(principal).toMatchObject({ type: 'Unknown', principalId: 'AIDAEXAMPLE', sessionIssuerArn: null });
  });

  it('has MFA as a boolean, and null where CloudTrail says nothing', () => {
    const mfaOf = (mfaAuthenticated: unknown) =>
      parsePrincipal({ sessionContext: { attributes: { mfaAuthenticated } } }).mfaAuthenticated;
    expect([mfaOf('true'), mfaOf('false'), mfaOf(undefined)]).toEqual([true, false, null]);
  });

  it('carries the source identity and whom it acts for', () => {
    expect(
      parsePrincipal({ sessionContext: { sourceIdentity: 'alice' }, onBehalfOf: { userId: 'u-1' } }),
    ).toMatchObject({ sourceIdentity: 'alice', onBehalfOf: 'u-1' });
  });

  it('with an empty principal id is named by what comes next', () => {
    expect(trailOf({ type: 'Unknown', principalId: '', userName: 'dave' })).toBe('dave');
  });
});
