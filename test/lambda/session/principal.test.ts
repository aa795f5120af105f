import { parsePrincipal } from '../../../lambda/session/principal';
import { trailName } from '../../../lambda/session/trail-name';
import { CALLERS } from '../../fixtures/user-identities';
import { sessionId, sessionOf } from '../records';

const trailOf = (userIdentity: unknown, template = '{principalId}') =>
  trailName(template, sessionOf({ userIdentity }), { sessionId: sessionId(), serviceName: null });

describe('every type of userIdentity names a trail', () => {
  it.each(Object.entries(CALLERS))('%s', (_, { userIdentity, trail }) => {
    expect(trailOf(userIdentity)).toBe(trail);
  });

  it.each([
    ['none at all', undefined, 'unknown'],
    ['text', 'alice', 'unknown'],
    ['a list', [], 'unknown'],
  ])('and so does %s', (_, userIdentity, trail) => {
    expect(trailOf(userIdentity)).toBe(trail);
  });
});

describe('a principal', () => {
  it('keeps the record it was read from', () => {
    const record = { type: 'Unknown', odd: [1] };
    expect(parsePrincipal(record).record).toEqual(record);
  });

  it('keeps no more of a record than can be written again', () => {
    const nested = (depth: number) => JSON.parse(`${'{"in":['.repeat(depth)}1${']}'.repeat(depth)}`);
    expect(parsePrincipal(nested(50)).record).toEqual(nested(50));
    expect(JSON.stringify(parsePrincipal(nested(20_000)).record)).toBe(
      `${'{"in":['.repeat(50)}"[left out: nested too deeply]"${']}'.repeat(50)}`,
    );
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
