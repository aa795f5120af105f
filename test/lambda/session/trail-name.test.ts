import fc from 'fast-check';
import { kosliName, trailName, unattributedTrailName } from '../../../lambda/session/trail-name';
import { ALICE, SESSION, sessionId, sessionOf } from '../records';

const nameOf = (template: string, userIdentity: unknown = ALICE, service: string | null = 'web') =>
  trailName(template, sessionOf({ userIdentity }), { sessionId: sessionId(), serviceName: service });

describe('a trail name', () => {
  it.each([
    ['{principalId}', 'AROAEXAMPLEROLEID1234-alice-example.com'],
    ['{principalName}', 'alice-example.com'],
    ['{sessionId}', SESSION],
    ['{cluster}', 'production'],
    ['{service}', 'web'],
    ['{accountId}', '111122223333'],
    ['{region}', 'eu-central-1'],
    ['{date}', '2026-07-31'],
    ['exec-{date}-{principalName}', 'exec-2026-07-31-alice-example.com'],
  ])('from %s is %s', (template, name) => {
    expect(nameOf(template)).toBe(name);
  });

  it("holds an IAM user's own name", () => {
    expect(
      nameOf('{principalName}', { type: 'IAMUser', principalId: 'AIDAEXAMPLE', userName: 'Alice' }),
    ).toBe('Alice');
  });

  it('is cut when it is very long, and still is that of one caller alone', () => {
    const ofCaller = (end: string) =>
      nameOf('{principalId}', { type: 'IAMUser', principalId: `${'A'.repeat(9_000)}${end}` });
    const [one, other] = [ofCaller('1'), ofCaller('2')];
    expect([one.length, other.length, ofCaller('1')]).toEqual([1_000, 1_000, one]);
    expect(one).not.toBe(other);
    expect(one).toMatch(/^A+-[0-9a-f]{32}$/);
  });

  it('says so when the task belongs to no service', () => {
    expect(nameOf('{service}', ALICE, null)).toBe('no-service');
  });

  it('says of every token that has no value which one it is', () => {
    const call = sessionOf({
      requestParameters: null,
      responseElements: { session: { sessionId: SESSION } },
      recipientAccountId: null,
    });
    const template = '{principalName}_{sessionId}_{cluster}_{service}_{accountId}';
    expect(trailName(template, call, { sessionId: null, serviceName: null })).toBe(
      'alice-example.com_no-sessionId_no-cluster_no-service_no-accountId',
    );
  });

  it('names a caller by what CloudTrail gives of one', () => {
    expect(nameOf('{principalName}', { type: 'IAMUser', principalId: 'AIDAEXAMPLE' })).toBe('AIDAEXAMPLE');
    expect(nameOf('{principalName}', { type: 'AssumedRole', principalId: 'AROA:' })).toBe('unknown');
    expect(nameOf('{principalName}', { type: 'X', principalId: ':name' })).toBe('name');
    expect(nameOf('{principalName}', { type: 'IdentityCenterUser', onBehalfOf: { userId: 'u-1' } })).toBe(
      'u-1',
    );
    expect(nameOf('{principalName}', { type: 'AWSService', invokedBy: 'ecs.amazonaws.com' })).toBe(
      'ecs.amazonaws.com',
    );
    expect(nameOf('{principalId}', { type: 'Unknown' })).toBe('unknown');
  });

  it('names a cluster without what stands before it in its ARN', () => {
    const call = sessionOf({
      responseElements: { clusterArn: 'arn:aws:ecs:x:1:cluster/a/b', session: { sessionId: SESSION } },
    });
    expect(trailName('{cluster}', call, { sessionId: null, serviceName: null })).toBe('b');
  });

  it('is as long as it is, up to a thousand characters', () => {
    const named = (length: number) =>
      nameOf('{principalId}', { type: 'IAMUser', principalId: 'A'.repeat(length) });
    expect(named(1_000)).toBe('A'.repeat(1_000));
    expect(named(1_001)).not.toContain('A'.repeat(1_000));
  });

  it('of a session without a caller is its own', () => {
    expect(unattributedTrailName(sessionId())).toBe(`unattributed-${SESSION}`);
  });

  it('is not filled in twice when a caller chose a token as session name', () => {
    const sly = { type: 'AssumedRole', principalId: 'AROA:{accountId}' };
    expect(nameOf('{principalName}', sly)).toBe('accountId-');
  });

  it('is always one Kosli takes, whatever the caller is called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) =>
        /^[A-Za-z0-9][A-Za-z0-9._~-]*$/.test(kosliName(text)),
      ),
    );
  });

  it('is the same name again when it already was one', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => kosliName(kosliName(text)) === kosliName(text)),
    );
  });
});
