import { MAX_RECORDS, standingOf, strongest, withRecord } from '../../../lambda/session/records-of-session';
import type { DigestVerdict, OpenedSession } from '../../../lambda/session/session';
import { sessionOf } from '../records';

const deliveredAt = new Date('2026-07-31T12:30:00Z');

/** The recorded call, as a log file with this verdict has it. */
const inLogFile = (digestVerified: DigestVerdict, call: OpenedSession = sessionOf()): OpenedSession => ({
  ...call,
  foundIn: {
    source: 'cloudtrail-bucket',
    bucket: 'trail-logs',
    key: 'a.json.gz',
    deliveredAt,
    digestVerified,
  },
});
const by = (principalId: string) => sessionOf({ userIdentity: { type: 'IAMUser', principalId } });
const recordsOf = (...found: readonly OpenedSession[]) =>
  found.reduce<readonly OpenedSession[]>(withRecord, []);
const verdictsOf = (records: readonly OpenedSession[]) =>
  records.map(({ foundIn }) => ('digestVerified' in foundIn ? foundIn.digestVerified : foundIn.source));

describe('how far CloudTrail confirms a record', () => {
  it.each([
    ['of event history', sessionOf(), 'confirmed'],
    ['that a digest lists', inLogFile('true'), 'confirmed'],
    ['whose digest is still to come', inLogFile('pending'), 'unconfirmed'],
    ['that no digest lists yet', inLogFile('unlisted'), 'unconfirmed'],
    ['whose digest cannot be read', inLogFile('unchecked'), 'unconfirmed'],
    ['that a digest contradicts', inLogFile('false'), 'disowned'],
  ])('%s', (_, record, standing) => {
    expect(standingOf(record)).toBe(standing);
  });
});

describe('two records that say the same', () => {
  it.each<readonly DigestVerdict[]>([
    ['false', 'unchecked'],
    ['unchecked', 'unlisted'],
    ['unlisted', 'pending'],
    ['pending', 'true'],
  ])('are one, and it is the better confirmed: %s, then %s', (worse = 'false', better = 'true') => {
    const [one, other] = [inLogFile(worse), inLogFile(better)];
    expect(verdictsOf(recordsOf(one, other))).toEqual([better]);
    expect(verdictsOf(recordsOf(other, one))).toEqual([better]);
  });

  it('are one, and it is that of event history where no log file is confirmed', () => {
    expect(verdictsOf(recordsOf(inLogFile('pending'), sessionOf()))).toEqual(['event-history']);
    expect(verdictsOf(recordsOf(sessionOf(), inLogFile('pending')))).toEqual(['event-history']);
  });

  it('are one, and it is the first where they are confirmed equally', () => {
    expect(verdictsOf(recordsOf(sessionOf(), inLogFile('true')))).toEqual(['event-history']);
    expect(verdictsOf(recordsOf(inLogFile('true'), sessionOf()))).toEqual(['true']);
  });

  it('are one though the details that CloudTrail adds later differ, and the order of fields', () => {
    const userIdentity = {
      type: 'IAMUser',
      principalId: 'A',
      sessionContext: { attributes: { a: '1', b: '2' } },
    };
    const turned = { sessionContext: { attributes: { b: '2', a: '1' } }, principalId: 'A', type: 'IAMUser' };
    const again = { userIdentity: turned, eventID: 'another', userAgent: 'another' };
    expect(recordsOf(sessionOf({ userIdentity }), sessionOf(again))).toHaveLength(1);
  });

  it('replace no record that says something else', () => {
    const [alice, bob] = [by('alice'), by('bob')];
    const records = recordsOf(inLogFile('pending', alice), inLogFile('pending', bob), inLogFile('true', bob));
    expect(records.map(({ principal }) => principal.principalId)).toEqual(['alice', 'bob']);
    expect(verdictsOf(records)).toEqual(['pending', 'true']);
  });
});

describe('records that say something else', () => {
  it.each([
    ['who', { userIdentity: { type: 'IAMUser', principalId: 'bob' } }],
    ['when', { eventTime: '2026-07-31T12:25:26Z' }],
    ['from where', { sourceIPAddress: '203.0.113.99' }],
    ['with which groups, in whichever order', { userIdentity: { type: 'IAMUser', groups: ['b', 'a'] } }],
  ])('of %s are all kept', (_, changes) => {
    const first = sessionOf({ userIdentity: { type: 'IAMUser', groups: ['a', 'b'] } });
    expect(recordsOf(first, sessionOf(changes))).toHaveLength(2);
  });

  const planted = Array.from({ length: MAX_RECORDS }, (_, at) => inLogFile('pending', by(`planted ${at}`)));

  it('are kept up to twenty, the first of them', () => {
    expect(recordsOf(...planted)).toEqual(planted);
    expect(recordsOf(...planted, inLogFile('pending', by('one more')))).toEqual(planted);
  });

  it('are never so many that a confirmed one is not kept', () => {
    const confirmed = inLogFile('true', by('alice'));
    expect(recordsOf(...planted, confirmed)).toEqual([confirmed, ...planted.slice(0, -1)]);
  });

  it('count as far as CloudTrail confirms them best', () => {
    const [disowned, pending, unlisted] = [
      inLogFile('false', by('mallory')),
      inLogFile('pending', by('alice')),
      inLogFile('unlisted', by('bob')),
    ];
    const confirmed = by('carol');
    expect(strongest([disowned])).toEqual([disowned]);
    expect(strongest([disowned, pending, unlisted])).toEqual([pending, unlisted]);
    expect(strongest([disowned, pending, confirmed])).toEqual([confirmed]);
  });
});
