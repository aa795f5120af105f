import type { StatementOfDay } from '../../../lambda/completeness/statement-of-day';
import { isStatement, planCompleteness } from '../../../lambda/evidence/completeness';
import { LOCATION } from '../records';
import { RULES } from './planned';

const ROOT = 'ab'.repeat(32);
const TRAIL = 'completeness-111122223333-eu-central-1-2026-07-31';
const QUIET: StatementOfDay = {
  date: '2026-07-31',
  callsInCloudTrail: 0,
  transcriptsInS3: 0,
  sessionsOnKosli: 0,
  refusedCalls: 0,
  bypasses: 0,
  unreadableCalls: [],
  open: [],
  merkleRoot: ROOT,
  lines: '',
};
const FULL: StatementOfDay = {
  ...QUIET,
  callsInCloudTrail: 2,
  transcriptsInS3: 2,
  sessionsOnKosli: 2,
  refusedCalls: 3,
  bypasses: 4,
  lines: '{"session_id":"s-1"}\n{"session_id":"s-2"}\n',
};
const OPEN = { ...FULL, transcriptsInS3: 1, sessionsOnKosli: 0, open: ['s-1: a', 's-2: b'] };

const planned = (
  statement: StatementOfDay,
  revision: Partial<Parameters<typeof planCompleteness>[2]> = {},
) => {
  const evidence = planCompleteness(
    LOCATION,
    statement,
    { number: 1, previousRoot: null, ...revision },
    RULES,
  );
  expect(evidence).toMatchObject({ trail: TRAIL, subject: '2026-07-31', expects: ['completeness'] });
  const [attestation, another] = evidence.attestations;
  if (attestation === undefined || another !== undefined) throw new Error('expected one attestation');
  return attestation;
};

describe('the statement of a day', () => {
  it('has its counts, its list and the statement before it', () => {
    const previousRoot = 'cd'.repeat(32);
    expect(planned(FULL, { number: 3, previousRoot })).toMatchObject({
      name: 'completeness',
      compliant: true,
      sessionId: null,
      subject: '2026-07-31',
      userData: {
        session_id: null,
        cloudtrail_event_id: null,
        reporter_version: '1.2.3',
        date: '2026-07-31',
        revision: 3,
        calls_in_cloudtrail: 2,
        transcripts_in_s3: 2,
        sessions_on_kosli: 2,
        refused_calls: 3,
        bypasses: 4,
        unreadable_calls: 0,
        open: null,
        merkle_root: ROOT,
        previous_root: previousRoot,
      },
      compared: { revision: 3, merkle_root: ROOT },
      attachment: { filename: `${TRAIL}-revision-3.jsonl`, text: FULL.lines },
    });
    expect(planned(QUIET)).toMatchObject({ attachment: null, userData: { open: null } });
  });

  it.each<[string, StatementOfDay, boolean, string]>([
    ['a quiet day', QUIET, true, 'No ECS Exec session was opened on 2026-07-31 (UTC).'],
    [
      'a full day',
      FULL,
      true,
      'Every ECS Exec session of 2026-07-31 (UTC) is reported, with its transcript: 2.',
    ],
    [
      'a day with gaps',
      OPEN,
      false,
      'Not compliant: of 2 sessions that CloudTrail shows on 2026-07-31 (UTC), 1 have a transcript in S3 and 0 are on Kosli; 2 are open.',
    ],
    [
      'a day with calls that cannot be read',
      { ...OPEN, callsInCloudTrail: 1, open: [], unreadableCalls: ['call e-1: x', 'call e-2: y'] },
      false,
      'Not compliant: of 1 session that CloudTrail shows on 2026-07-31 (UTC), 1 have a transcript in S3 and 0 are on Kosli; 0 are open. ' +
        'Calls that cannot be read, so that nobody can tell which session they opened: 2.',
    ],
  ])('says of %s what it was', (_, statement, compliant, description) => {
    expect(planned(statement)).toMatchObject({ compliant, description });
  });

  it('says that it leaves aside what others attested on the day before', () => {
    expect(planned(QUIET, { previousLeftAside: true }).description).toBe(
      'No ECS Exec session was opened on 2026-07-31 (UTC). The trail of the day before holds a completeness attestation that is not ' +
        'a statement of this reporter; it is left aside, so that previous_root is null.',
    );
  });

  it('names ten calls that cannot be read before the open sessions, and cuts what has no end', () => {
    const calls = (count: number) => Array.from({ length: count }, (_, index) => `call ${index}: x`);
    const openOf = (unreadableCalls: readonly string[], open: readonly string[] = OPEN.open) =>
      planned({ ...OPEN, unreadableCalls, open }).userData.open;
    expect(openOf(calls(10))).toBe([...calls(10), 's-1: a', 's-2: b'].join('; '));
    expect(openOf(calls(12))).toBe(
      [...calls(10), 'further calls that cannot be read: 2', 's-1: a', 's-2: b'].join('; '),
    );
    expect(openOf([], ['x'.repeat(9_000)])).toMatch(/^x{4000}… \[truncated/);
  });
});

describe('an attestation on the trail of a day', () => {
  const statement = { revision: 1, merkle_root: ROOT };

  it.each([
    ['a statement', statement, true],
    ['without a revision', { merkle_root: ROOT }, false],
    ['of revision zero', { ...statement, revision: 0 }, false],
    ['of half a revision', { ...statement, revision: 1.5 }, false],
    ['of a revision in words', { ...statement, revision: '1' }, false],
    ['without a root', { revision: 1 }, false],
    ['with a root that is too short', { ...statement, merkle_root: ROOT.slice(1) }, false],
    ['with a root that is too long', { ...statement, merkle_root: `${ROOT}0` }, false],
    ['with a root in a list', { ...statement, merkle_root: [ROOT] }, false],
  ])('is one or not: %s', (_, compared, is) => {
    expect(isStatement(compared)).toBe(is);
  });
});
