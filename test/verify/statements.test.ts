import { sessionId, TRAIL } from './stated-days';
import { DAYS, statementTrail, worldOfEachTest } from './verified-world';

const [FIRST, QUIET, LAST] = DAYS;
const world = worldOfEachTest();
const statementOn = (day: string) => {
  const [statement] = world().held(statementTrail(day));
  if (statement === undefined) throw new Error(`${day} is not stated`);
  return statement;
};
/** The statement of a day once more, with these fields replaced. */
const stateAgain = (day: string, fields: object = {}, compliant = statementOn(day).is_compliant) => {
  const { user_data, ...rest } = statementOn(day);
  world()
    .held(statementTrail(day))
    .push({
      ...rest,
      is_compliant: compliant,
      user_data: { ...user_data, ...fields },
    });
};

describe('a statement that is stored twice', () => {
  it('matches when both say the same', async () => {
    stateAgain(LAST);
    const { code, said } = await world().verify();
    expect([code, said]).toEqual([0, expect.stringContaining('statements that are stored twice: 1')]);
  });

  it.each<[string, object, boolean]>([
    ['other numbers', { calls_in_cloudtrail: 99 }, false],
    ['another root before', { previous_root: null }, false],
    ['another verdict', {}, true],
  ])('does not match with %s under one revision', async (_, fields, compliant) => {
    stateAgain(LAST, fields, compliant);
    const { code, said } = await world().verify();
    expect([code, said]).toEqual([
      1,
      expect.stringContaining(`statement ${LAST}: revision 2 is expected in its place, and it is revision 1`),
    ]);
  });
});

it('a transcript that the reporter could not look at matches as it was stated, and is looked at', async () => {
  const { user_data } = world().held(TRAIL)[2] ?? {};
  const where = `s3://${user_data?.bucket}/${user_data?.key}, version ${user_data?.version_id}`;
  const needs = "the function's role needs s3:GetObject, s3:GetObjectVersion and s3:ListBucket there";
  Object.assign(statementOn(FIRST), { is_compliant: false });
  Object.assign(statementOn(FIRST).user_data ?? {}, {
    transcripts_in_s3: 1,
    open: `${sessionId(FIRST, 1)}: its transcript could not be looked at (${where}): ${needs}`,
  });
  const { code, said } = await world().verify();
  expect([code, said]).toEqual([
    0,
    expect.stringContaining('which the reporter could not look at, is in S3'),
  ]);
});

describe("what somebody else attested on a statement's trail", () => {
  it.each<[string, object]>([
    ['no revision', { revision: null }],
    ['a root that is none', { merkle_root: 'mine' }],
  ])('is left aside when it has %s', async (_, fields) => {
    for (const day of [FIRST, QUIET]) stateAgain(day, fields);
    const { code, said } = await world().verify('--from', QUIET, '--to', QUIET);
    expect(code).toBe(0);
    for (const day of [FIRST, QUIET])
      expect(said).toContain(`trail "${statementTrail(day)}" holds 1 of the name completeness`);
  });
});
