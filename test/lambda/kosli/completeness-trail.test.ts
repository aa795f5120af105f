import { statementOfDay } from '../../../lambda/completeness/statement-of-day';
import { planCompleteness } from '../../../lambda/evidence/completeness';
import { evidenceReporter } from '../../../lambda/kosli/report-evidence';
import { beginTime } from '../../../lambda/time';
import { type Kosli, openKosli } from '../../../stand-ins/kosli/kosli';
import { KOSLI } from '../../../stand-ins/stage';
import { LOCATION } from '../records';

const DAY = '2026-07-31';
const TRAIL = `completeness-111122223333-eu-central-1-${DAY}`;
const quietDay = (revision: number, refusedCalls = 0) => {
  const statement = statementOfDay(
    DAY,
    { opened: new Map(), refusedCalls, bypasses: 0, unreadable: new Map() },
    [],
  );
  return planCompleteness(
    LOCATION,
    statement,
    { number: revision, previousRoot: null },
    { reporterVersion: '1' },
  );
};

describe('the trail of a daily statement', () => {
  let kosli: Kosli;
  beforeEach(async () => {
    kosli = await openKosli(KOSLI);
  });
  afterEach(() => kosli.close());

  const report = async (evidence: ReturnType<typeof quietDay>) => {
    const time = beginTime(20_000);
    const token = { read: async () => KOSLI.token, refresh: async () => KOSLI.token };
    const place = { ...KOSLI, host: kosli.url, tokenParameter: 'kosli_api_token' };
    const { reportEvidence } = evidenceReporter(place, token, time, new Set([evidence.subject]));
    const reported = await reportEvidence(evidence);
    time.end();
    return reported;
  };
  const revisions = () => kosli.trails.get(TRAIL)?.attestations.map(({ user_data }) => user_data?.revision);

  it('expects the statement and nothing else', async () => {
    expect(await report(quietDay(1))).toEqual({ trail: TRAIL, sent: ['completeness'], held: [] });
    expect(kosli.trails.get(TRAIL)?.expected).toEqual(['completeness']);
  });

  it('holds a revision once, however often it is reported, and every revision', async () => {
    for (const statement of [quietDay(1), quietDay(1), quietDay(2, 1), quietDay(3), quietDay(3)])
      await report(statement);
    expect(revisions()).toEqual([1, 2, 3]);
  });
});
