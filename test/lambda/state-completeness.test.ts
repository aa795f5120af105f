import { parseMessage } from '../../lambda/messages/parse-message';
import type { HeldEvidence, Ports, RecordedCall } from '../../lambda/ports';
import { DependencyUnavailableError, SetupError } from '../../lambda/reporter-error';
import { carryOut } from '../../lambda/stories';
import { refusingAudit } from './fake-audit';
import { fakePorts } from './fake-ports';
import { LOCATION, RULES, transcriptRef } from './records';
import { ALICES, callOf, DAY, id, NOW, TRAIL, world } from './stated-world';

describe('a statement', () => {
  it('says of a day that every call has its transcript and its evidence', async () => {
    const { calls, report, ask, stated, statement, stateDaysBefore } = world();
    await stateDaysBefore();
    calls.push(callOf(1), callOf(2));
    report(1);
    report(2);
    expect(await ask(DAY)).toMatchObject([
      { kind: 'reported', report: { trail: TRAIL, sent: ['completeness'] } },
    ]);
    expect(stated.at(-1)).toMatchObject({ trail: TRAIL, subject: DAY, expects: ['completeness'] });
    expect(statement()).toMatchObject({
      compliant: true,
      attachment: { filename: `${TRAIL}-revision-1.jsonl`, text: expect.stringContaining(id(1)) },
      userData: {
        session_id: null,
        date: DAY,
        revision: 1,
        calls_in_cloudtrail: 2,
        transcripts_in_s3: 2,
        sessions_on_kosli: 2,
        refused_calls: 0,
        bypasses: 0,
        unreadable_calls: 0,
        open: null,
        previous_root: statement(-2)?.userData.merkle_root,
      },
    });
  });

  it('says of the newest day that is due whether it is compliant, and says so again when it is asked again', async () => {
    const { calls, report, inS3, ask, stateDaysBefore } = world();
    await stateDaysBefore();
    calls.push(callOf(1));
    report(1);
    const compliantOf = async (day: string) => {
      const [outcome] = await ask(day);
      return outcome?.kind === 'reported' ? outcome.report.statementCompliant : outcome;
    };
    expect(await compliantOf(DAY)).toBe(true);
    expect(await compliantOf(DAY)).toBe(true);
    expect(await compliantOf('2026-07-30')).toBeUndefined();
    inS3.clear();
    expect(await compliantOf(DAY)).toBe(false);
  });

  it('is made of a quiet day too, and of the first day without a day before', async () => {
    const { ask, statement } = world();
    await ask('2026-07-25');
    expect(statement()).toMatchObject({
      compliant: true,
      attachment: null,
      userData: { calls_in_cloudtrail: 0, previous_root: null, open: null },
    });
  });

  it('names what is missing, and is not compliant', async () => {
    const { calls, inS3, report, ask, statement, stateDaysBefore } = world();
    await stateDaysBefore();
    calls.push(callOf(1), callOf(2));
    report(1);
    inS3.clear();
    await ask(DAY);
    expect(statement()).toMatchObject({
      compliant: false,
      userData: { calls_in_cloudtrail: 2, transcripts_in_s3: 0, sessions_on_kosli: 1 },
    });
    expect(statement()?.userData.open).toContain(`${id(1)}: its transcript is not in S3`);
    expect(statement()?.userData.open).toContain(`${id(2)}: trail "${ALICES}" lacks user-identity`);
  });

  it('is made although S3 does not let a transcript be looked at, and says which and what it needs', async () => {
    const refuses: Ports['audit']['findTranscript'] = async ({ bucket, key, versionId }) => {
      if (key === `${id(1)}.log`) throw new SetupError('S3 HeadObject was refused: 403');
      return transcriptRef({ bucket, key, versionId });
    };
    const { calls, report, ask, statement, warnings } = world({ findTranscript: refuses });
    calls.push(callOf(1, '2026-07-25T12:00:00Z'), callOf(2, '2026-07-25T12:00:00Z'));
    report(1);
    report(2);
    await ask('2026-07-25');
    expect(statement()).toMatchObject({
      compliant: false,
      userData: {
        transcripts_in_s3: 1,
        sessions_on_kosli: 2,
        open: expect.stringMatching(new RegExp(`^${id(1)}: .*could not be looked at .*s3:ListBucket there$`)),
      },
    });
    expect(warnings.join()).toContain(id(1));
  });

  it.each([
    [null, 'of-the-transcript', true],
    [null, 'of-another', false],
    ['null', 'of-another', false],
    ['v1', 'of-another', true],
  ])('counts what S3 has as version %s with ETag %s: %s', async (version_id, etag, counts) => {
    const { calls, hold, ask, statement } = world({
      findTranscript: async (place) => transcriptRef({ ...place, etag }),
    });
    calls.push(callOf(1, '2026-07-25T12:00:00Z'));
    const logs = { sha256: 'aa', bucket: 'exec-logs', key: 'x.log', version_id, etag: 'of-the-transcript' };
    for (const name of ['user-identity', 'service-identity', 'command-logs'] as const)
      hold(ALICES, { name, subject: id(1), compared: logs, compliant: true, sha256: name });
    await ask('2026-07-25');
    const version = version_id === null ? '' : `, version ${version_id}`;
    expect(statement()).toMatchObject({
      compliant: counts,
      userData: {
        transcripts_in_s3: counts ? 1 : 0,
        open: counts
          ? null
          : `${id(1)}: S3 has another object in the place of its transcript (s3://exec-logs/x.log${version})`,
      },
    });
  });

  it('waits when S3 does not answer', async () => {
    const error = new DependencyUnavailableError('S3 is down');
    const { calls, report, ask, stated } = world({ findTranscript: () => Promise.reject(error) });
    calls.push(callOf(1, '2026-07-25T12:00:00Z'));
    report(1);
    expect(await ask('2026-07-25')).toEqual([{ kind: 'failed', error }]);
    expect(stated).toEqual([]);
  });

  it('is not made again while nothing changes, and is a further revision once something did', async () => {
    const { calls, report, ask, stated, statement, stateDaysBefore } = world();
    await stateDaysBefore();
    calls.push(callOf(1));
    await ask(DAY);
    const count = stated.length;
    expect(await ask(DAY)).toMatchObject([
      { kind: 'reported', report: { sent: [], held: ['completeness'] } },
    ]);
    expect(stated).toHaveLength(count);
    report(1);
    await ask(DAY);
    expect(statement()).toMatchObject({ compliant: true, userData: { revision: 2, open: null } });
    expect(stated).toHaveLength(count + 1);
  });

  it('counts a call that CloudTrail delivered after the day was stated first', async () => {
    const { calls, report, ask, statement } = world();
    calls.push(callOf(1, '2026-07-25T12:00:00Z'));
    report(1);
    await ask('2026-07-25');
    calls.push(callOf(2, '2026-07-25T13:00:00Z'));
    await ask('2026-07-25');
    expect(statement()).toMatchObject({
      compliant: false,
      userData: { revision: 2, calls_in_cloudtrail: 2, open: expect.stringContaining(id(2)) },
    });
  });

  it('says the same again when a day comes to be as it was', async () => {
    const { calls, inS3, report, ask, statement } = world();
    calls.push(callOf(1, '2026-07-25T12:00:00Z'));
    report(1);
    const all = [...inS3];
    await ask('2026-07-25');
    inS3.clear();
    await ask('2026-07-25');
    inS3.add(all[0] ?? '');
    await ask('2026-07-25');
    expect(statement()).toMatchObject({ compliant: true, userData: { revision: 3 } });
  });

  it('waits when the list of calls cannot be read to its end', async () => {
    const error = new DependencyUnavailableError('CloudTrail is throttled');
    async function* listCalls(): AsyncGenerator<readonly RecordedCall[]> {
      yield [{ record: callOf(1), at: NOW }];
      throw error;
    }
    const { ask, stated } = world({ listCalls });
    expect(await ask('2026-07-25')).toEqual([{ kind: 'failed', error }]);
    expect(stated).toEqual([]);
  });

  it('waits for that of the day before, whichever message comes first', async () => {
    const { ask, stated } = world();
    expect(await ask(DAY)).toMatchObject([
      { kind: 'failed', error: { message: expect.stringContaining('2026-07-30') } },
    ]);
    expect(await ask('2026-07-26', '2026-07-25')).toMatchObject([{ kind: 'reported' }, { kind: 'reported' }]);
    expect(stated.map(({ subject }) => subject)).toEqual(['2026-07-25', '2026-07-26']);
  });

  it.each([
    ['not yet over for 24 hours and the grace', '2026-08-01', 'not stated before 2026-08-03T03:00:00.000Z'],
    ['gone from event history', '2026-04-01', '90 days'],
  ])('is not made of a day that is %s', async (_, day, reason) => {
    const { ask } = world();
    expect(await ask(day)).toMatchObject([
      { kind: 'failed', error: { message: expect.stringContaining(reason) } },
    ]);
  });
});

it('the daily message asks for each day that is due', async () => {
  const { ask, sent, stated } = world();
  expect(await ask(undefined)).toEqual([{ kind: 'done' }]);
  expect(sent.map((message) => ('date' in message ? message.date : null))).toEqual([
    '2026-07-29',
    '2026-07-30',
    '2026-07-31',
  ]);
  expect(stated).toEqual([]);
});

it.each([
  { date: '2026-02-30' },
  { date: '2026-11' },
  { date: '2026' },
  { date: '' },
  { date: '2026-07-31\u0000' },
  { date: 1 },
  { day: '2026-07-31' },
])('%j is poison', (fields) => {
  const message = parseMessage(JSON.stringify({ kind: 'completeness', ...fields }), {
    transcriptBucket: 'exec-logs',
    location: LOCATION,
    sentAt: new Date('2026-07-31T12:31:05Z'),
  });
  expect(message).toMatchObject({
    requests: [],
    poison: [expect.stringContaining('malformed message of kind "completeness"')],
  });
});

it('a month is refused with what was given and what was expected', () => {
  const { poison } = parseMessage('{"kind":"completeness","date":"2026-11"}', {
    transcriptBucket: 'exec-logs',
    location: LOCATION,
    sentAt: NOW,
  });
  expect(poison.join()).toContain('"date" is "2026-11", expected a day in UTC as YYYY-MM-DD');
});

describe('where trails are named by service, and ECS has forgotten the task', () => {
  const BY_SERVICE = { ...RULES, trailNameTemplate: '{service}' };
  const openOf = async (trail: string) => {
    const names = ['user-identity', 'service-identity', 'command-logs'] as const;
    const on = (name: (typeof names)[number]): HeldEvidence => {
      const compared = name === 'command-logs' ? { sha256: 'aa', bucket: 'b', key: 'k' } : {};
      return { name, subject: id(1), compared, compliant: true, sha256: name };
    };
    const { ports, reports } = fakePorts(
      { now: NOW },
      {
        audit: refusingAudit({
          async *listCalls(eventName) {
            if (eventName === 'ExecuteCommand')
              yield [{ record: callOf(1, '2026-07-25T12:00:00Z'), at: NOW }];
          },
          readTrail: async (asked) => (asked === trail ? names.map(on) : []),
          findTranscript: async () => transcriptRef(),
        }),
      },
    );
    await carryOut(ports, BY_SERVICE, [{ kind: 'completeness', location: LOCATION, date: '2026-07-25' }]);
    return reports[0]?.attestations[0]?.userData.open;
  };

  it('a session is found that was reported without its service', async () => {
    expect(await openOf('no-service')).toBeNull();
  });

  it('a session that cannot be found is open, and says why', async () => {
    expect(await openOf('web')).toContain(`${id(1)}: ECS has forgotten its task`);
  });
});
