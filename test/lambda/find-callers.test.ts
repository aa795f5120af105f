import { findCallers } from '../../lambda/find-callers';
import type { Ports } from '../../lambda/ports';
import {
  DependencyUnavailableError,
  OutOfTimeError,
  SessionNotVisibleYetError,
  SetupError,
} from '../../lambda/reporter-error';
import { withRecord } from '../../lambda/session/records-of-session';
import type { DigestVerdict, OpenedSession, SoughtSession } from '../../lambda/session/session';
import { brokenOff, fakePorts, searchResult } from './fake-ports';
import { LOCATION, SESSION, sessionId, sessionOf } from './records';

const uploadedAt = new Date('2026-07-31T12:31:00Z');
const sought: SoughtSession = {
  id: sessionId(),
  ...LOCATION,
  uploadedAt,
  firstUploadedAt: uploadedAt,
  deadline: new Date('2026-07-31T13:31:00Z'),
};
const at = (time: string) => new Date(`2026-07-31T${time}:00Z`);

const inLogFile = (
  digestVerified: DigestVerdict,
  { deliveredAt = at('12:30'), ...changes }: Record<string, unknown> & { deliveredAt?: Date } = {},
): OpenedSession => ({
  ...sessionOf(changes),
  foundIn: {
    source: 'cloudtrail-bucket',
    bucket: 'trail',
    key: 'AWSLogs/x.json.gz',
    deliveredAt,
    digestVerified,
  },
});
const MALLORY = { userIdentity: { type: 'IAMUser', principalId: 'AIDAMALLORY' }, eventID: 'never-was' };

const callerOf = async (ports: Ports) => (await findCallers(ports, [sought])).get(sought.id);
const foundAt = (now: Date, cloudTrailBucket: readonly OpenedSession[]) =>
  callerOf(fakePorts({ eventHistory: [], cloudTrailBucket, now }).ports);

// Once such a session waited for 13 days, and never came onto a trail.
describe('a place that refuses to be searched', () => {
  const refused = (now: Date) => {
    const searchEventHistory = brokenOff(new SetupError('LookupEvents was refused'));
    return callerOf(fakePorts({ now }, { searchEventHistory }).ports);
  };

  it('is waited for until a day after the deadline, as somebody may mend it', async () => {
    expect(await refused(new Date('2026-08-01T13:30:59Z'))).toBeInstanceOf(SetupError);
  });

  it('does not keep the session from its trail any longer', async () => {
    expect(await refused(new Date('2026-08-01T13:31:00Z'))).toMatchObject({
      kind: 'unattributed',
      reason: expect.stringContaining('LookupEvents was refused'),
    });
  });
});

describe('two uploads of one session', () => {
  const again: SoughtSession = { ...sought, uploadedAt: at('13:40') };

  it('are waited for no longer than the first alone', async () => {
    const { ports } = fakePorts({ eventHistory: [], now: at('13:41') });
    const callers = await findCallers(ports, [again]);
    expect(callers.get(again.id)).toMatchObject({ kind: 'unattributed' });
  });
});

describe('a call that CloudTrail recorded again under another id', () => {
  it('is one call', async () => {
    const records = [inLogFile('pending'), inLogFile('pending', { eventID: 'an addendum' })];
    const joined = records.reduce<readonly OpenedSession[]>(withRecord, []);
    expect(joined).toHaveLength(1);
  });
});

describe('a record in a log file', () => {
  it('that CloudTrail signed names the caller at once', async () => {
    expect(await foundAt(at('12:32'), [inLogFile('true')])).toMatchObject({
      kind: 'attributed',
      contradictions: [],
      doubt: null,
    });
  });

  it.each(['pending', 'unlisted', 'unchecked'] as const)(
    'whose verdict is %s names nobody for two hours',
    async (verdict) => {
      expect(await foundAt(at('14:29'), [inLogFile(verdict)])).toBeInstanceOf(SessionNotVisibleYetError);
      expect(await foundAt(at('14:30'), [inLogFile(verdict)])).toMatchObject({ kind: 'attributed' });
    },
  );

  it('that was put there after the deadline gains no time by it', async () => {
    const late = inLogFile('pending', { deliveredAt: at('20:00') });
    expect(await foundAt(at('15:30'), [late])).toBeInstanceOf(SessionNotVisibleYetError);
    expect(await foundAt(at('15:31'), [late])).toMatchObject({ kind: 'attributed' });
  });

  it('that CloudTrail disowns names nobody before the deadline, as the true one may still come', async () => {
    expect(await foundAt(at('13:30'), [inLogFile('false')])).toBeInstanceOf(SessionNotVisibleYetError);
    expect(await foundAt(at('13:31'), [inLogFile('false')])).toMatchObject({ kind: 'attributed' });
  });

  it('is not taken at its word where the bucket was not read to its end', async () => {
    const records = [inLogFile('pending')];
    const summary = 'the CloudTrail bucket has 1 log file; 1 of 2 log files could not be read (1 broken)';
    const { ports } = fakePorts(
      { eventHistory: [], now: at('15:00') },
      {
        searchCloudTrailBucket: async () =>
          new Map([[sought.id, searchResult('', { records, summary, complete: false })]]),
      },
    );
    expect(await callerOf(ports)).toMatchObject({ kind: 'attributed', doubt: summary });
  });
});

describe('a record that does not belong where it was found', () => {
  it.each([
    ['account', { recipientAccountId: '999999999999' }, 'of account 999999999999 in eu-central-1'],
    ['region', { awsRegion: 'us-east-1' }, 'of account 111122223333 in us-east-1'],
  ])('because it is of another %s names nobody, and the evidence says why', async (_, changes, why) => {
    expect(await foundAt(at('15:00'), [inLogFile('true', { ...MALLORY, ...changes })])).toMatchObject({
      kind: 'unattributed',
      reason: expect.stringContaining(`a record of this session is ${why}`),
      records: [],
    });
  });

  it('does not stand in the way of the one that does', async () => {
    const records = [inLogFile('true', { ...MALLORY, awsRegion: 'us-east-1' }), inLogFile('true')];
    expect(await foundAt(at('12:32'), records)).toMatchObject({ kind: 'attributed', contradictions: [] });
  });
});

describe('records that disagree', () => {
  it('name whom the signed one names, beside the others', async () => {
    const planted = inLogFile('pending', MALLORY);
    expect(await foundAt(at('12:32'), [planted, inLogFile('true')])).toMatchObject({
      kind: 'attributed',
      session: { foundIn: { digestVerified: 'true' } },
      contradictions: [planted],
    });
  });

  it.each([
    ['neither', 'pending'],
    ['both', 'true'],
  ] as const)('name nobody where %s is signed, and are all kept', async (_, verdict) => {
    const records = [inLogFile(verdict, MALLORY), inLogFile(verdict)];
    expect(await foundAt(at('15:00'), records)).toMatchObject({
      kind: 'unattributed',
      records,
      reason: expect.stringContaining('2 records of this session disagree'),
    });
  });

  it('are waited for as long as the newest of them may be signed yet', async () => {
    const records = [inLogFile('pending'), inLogFile('pending', { ...MALLORY, deliveredAt: at('13:20') })];
    expect(await foundAt(at('15:19'), records)).toBeInstanceOf(SessionNotVisibleYetError);
    expect(await foundAt(at('15:20'), records)).toMatchObject({ kind: 'unattributed' });
  });
});

describe('where nobody is found', () => {
  it('the reason says of each place what was read and what was not', async () => {
    const { ports } = fakePorts(
      { cloudTrailBucket: [], now: at('14:00') },
      { searchEventHistory: brokenOff(new OutOfTimeError('event history was not read to its end')) },
    );
    expect(await callerOf(ports)).toMatchObject({
      kind: 'unattributed',
      records: [],
      reason:
        'event history was not read to its end; the CloudTrail bucket showed nothing; ' +
        'searched until 89 minutes after the transcript was uploaded',
    });
  });

  it('the reason claims no later search than there was', async () => {
    const nothing = { records: [], summary: 'nothing', complete: true, stoppedBy: null, readAt: at('13:45') };
    const { ports } = fakePorts(
      { cloudTrailBucket: [], now: at('14:00') },
      { searchEventHistory: async (sought) => new Map(sought.map(({ id }) => [id, nothing])) },
    );
    expect(await callerOf(ports)).toMatchObject({
      reason: expect.stringContaining('until 74 minutes after'),
    });
  });

  it('a place that is down is waited for, whatever the other one showed', async () => {
    const down = new DependencyUnavailableError('Rate exceeded');
    const { ports } = fakePorts(
      { cloudTrailBucket: [], now: at('20:00') },
      { searchEventHistory: brokenOff(down) },
    );
    expect(await callerOf(ports)).toBe(down);
  });
});

describe('the CloudTrail bucket', () => {
  it('is not searched for whom event history showed', async () => {
    const { ports, bucketSearches, traced } = fakePorts({
      eventHistory: [sessionOf()],
      cloudTrailBucket: [],
    });
    await callerOf(ports);
    expect([bucketSearches, traced]).toEqual([[], []]);
  });
});

it('a place whose search has a defect is named, and keeps no other place from its turn', async () => {
  const { ports } = fakePorts(
    { cloudTrailBucket: [], now: new Date('2026-08-02T00:00:00Z') },
    {
      searchEventHistory: async () => {
        throw new TypeError('x is not a function');
      },
    },
  );
  expect(await callerOf(ports)).toMatchObject({
    kind: 'unattributed',
    reason: expect.stringMatching(
      /^event history could not be searched: x is not a function; the CloudTrail bucket showed nothing/,
    ),
  });
});

it('SSM is asked about a session once, whoever needs to know first', async () => {
  const { ports, traced } = fakePorts(
    { cloudTrailBucket: [] },
    {
      searchEventHistory: async (sessions, trace) => {
        await trace(sessions.map(({ id }) => id));
        return new Map(sessions.map(({ id }) => [id, searchResult('event history')]));
      },
    },
  );
  await callerOf(ports);
  expect(traced).toEqual([SESSION]);
});
