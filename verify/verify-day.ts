import pMap from 'p-map';
import type { CloudTrailFolder } from '../lambda/cloudtrail-log/cloudtrail-folder';
import type { CallsOfDay } from '../lambda/completeness/calls-of-day';
import { dayBefore, dueAt } from '../lambda/completeness/day';
import { type StatementOfDay, statementOfDay } from '../lambda/completeness/statement-of-day';
import { EXPECTED_ATTESTATIONS } from '../lambda/evidence/expected';
import { isTruncated } from '../lambda/evidence/truncate';
import { type ListedAttestation, readAttestations } from './attestations';
import { type DayResult, type Findings, findings as newFindings } from './finding';
import { readCalls } from './read-calls';
import { recountSession, type TrailRules, trailsOf } from './recount-session';
import { type Sources, UncheckableError } from './sources';
import {
  checkChain,
  checkRevisions,
  compareList,
  compareStatement,
  newestOf,
  openIn,
  readListOf,
  readStatements,
} from './statements';

/** What is verified, besides the days. */
export interface VerifyRules extends TrailRules {
  /** Account, region, and where its log files are. */
  readonly folder: CloudTrailFolder;
  readonly transcriptGraceMinutes: number;
  readonly now: Date;
}

const TRAILS_AT_A_TIME = 4;
const TRANSCRIPTS_AT_A_TIME = 8;

/** Everything the day's trails hold of its sessions that was there when the statement was made. */
const readTrails = async (
  sources: Sources,
  rules: VerifyRules,
  { opened }: CallsOfDay,
  until: number,
): Promise<{ readonly held: (trail: string) => readonly ListedAttestation[]; readonly later: number }> => {
  const trails = new Set([...opened.values()].flatMap((records) => trailsOf(rules, records)));
  const ids = new Set<string>(opened.keys());
  let later = 0;
  const lists = await pMap(
    trails,
    async (trail) => {
      const all: ListedAttestation[] = [];
      for (const name of EXPECTED_ATTESTATIONS)
        all.push(...(await readAttestations(sources, trail, name, ids)));
      const then = all.filter(({ createdAt }) => createdAt <= until);
      later += all.length - then.length;
      return [trail, then] as const;
    },
    { concurrency: TRAILS_AT_A_TIME },
  );
  const byTrail = new Map(lists);
  return { held: (trail) => byTrail.get(trail) ?? [], later };
};

const recount = async (
  sources: Sources,
  rules: VerifyRules,
  day: string,
  statement: ListedAttestation | null,
  findings: Findings,
  progress: (text: string) => void,
): Promise<StatementOfDay> => {
  progress(`${day}: reading the calls from CloudTrail`);
  const calls = await readCalls(sources, rules.folder, day, findings);
  progress(`${day}: reading what Kosli and S3 hold of ${calls.opened.size} sessions`);
  const until = statement?.createdAt ?? Number.POSITIVE_INFINITY;
  const { held, later } = await readTrails(sources, rules, calls, until);
  if (later > 0) findings.note(`attestations added after the statement: ${later}`);
  const sessions = await pMap(
    calls.opened,
    (session) => recountSession(sources, rules, session, held, findings, openIn(statement)),
    { concurrency: TRANSCRIPTS_AT_A_TIME },
  );
  return statementOfDay(day, calls, sessions);
};

const checkDay = async (
  sources: Sources,
  rules: VerifyRules,
  day: string,
  findings: Findings,
  progress: (text: string) => void,
): Promise<Omit<DayResult, 'date' | 'mismatches' | 'unchecked' | 'notes'>> => {
  const statements = await readStatements(sources, rules.folder, day, findings);
  const newest = newestOf(statements);
  const due = dueAt(day, rules.transcriptGraceMinutes);
  if (newest === null && rules.now < due)
    throw new UncheckableError(`it is not stated before ${due.toISOString()}`);
  if (newest === null) findings.mismatch('day', day, 'it has no statement');
  checkRevisions(day, statements, findings);
  const before = await readStatements(sources, rules.folder, dayBefore(day), findings);
  checkChain(day, statements, before, findings);
  const found = await recount(sources, rules, day, newest, findings, progress);
  for (const call of found.unreadableCalls) findings.note(`cannot be read: ${call}`);
  // The statement has no room for all of them; where it does, they are compared with it.
  if (isTruncated(openIn(newest))) for (const session of found.open) findings.note(`open: ${session}`);
  if (newest !== null) {
    const list = await readListOf(sources, rules.folder, day, newest);
    if (list !== null) compareList(newest, list, found, findings);
    compareStatement(newest, found, findings);
  }
  return {
    revision: newest === null ? null : Number(newest.userData.revision),
    calls: found.callsInCloudTrail,
    transcripts: found.transcriptsInS3,
    sessions: found.sessionsOnKosli,
    open: found.open.length,
    root: found.merkleRoot,
  };
};

const NOTHING = { revision: null, calls: 0, transcripts: 0, sessions: 0, open: 0, root: null };

/** Recomputes from CloudTrail, S3 and Kosli what a day's newest statement says, and compares the two. */
export const verifyDay = async (
  sources: Sources,
  rules: VerifyRules,
  day: string,
  progress: (text: string) => void,
): Promise<DayResult> => {
  const findings = newFindings();
  const counted = await checkDay(sources, rules, day, findings, progress).catch((error: unknown) => {
    if (!(error instanceof UncheckableError)) throw error;
    findings.cannotCheck('day', day, error.message);
    return NOTHING;
  });
  const { mismatches, unchecked, notes } = findings;
  return { date: day, ...counted, mismatches, unchecked, notes };
};
