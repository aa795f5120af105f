import * as v from 'valibot';
import { dayBefore } from '../lambda/completeness/day';
import { merkleRoot } from '../lambda/completeness/merkle';
import { isComplete, type StatementOfDay } from '../lambda/completeness/statement-of-day';
import { stateTheSame } from '../lambda/evidence/attestations';
import { completenessTrail, isStatement, statedFields } from '../lambda/evidence/completeness';
import { isTruncated } from '../lambda/evidence/truncate';
import type { AwsLocation } from '../lambda/session/session';
import { type ListedAttestation, readAttestations } from './attestations';
import type { Findings } from './finding';
import type { Sources } from './sources';

/** All statements of a day, the oldest first. What somebody else attested under the name is noted, and left aside. */
export const readStatements = async (
  sources: Sources,
  location: AwsLocation,
  day: string,
  findings: Findings,
): Promise<readonly ListedAttestation[]> => {
  const trail = completenessTrail(location, day);
  const listed = await readAttestations(sources, trail, 'completeness', new Set([day]));
  const statements = listed.filter(({ userData }) => isStatement(userData));
  const foreign = listed.length - statements.length;
  if (foreign > 0)
    findings.note(
      `trail "${trail}" holds ${foreign} of the name completeness that are not statements; left aside`,
    );
  return statements;
};

const revisionOf = ({ userData }: ListedAttestation): number => Number(userData.revision);

/** The statement of the highest revision, as the next day's names it; null when there is none. */
export const newestOf = (statements: readonly ListedAttestation[]): ListedAttestation | null =>
  statements.toSorted((one, other) => revisionOf(one) - revisionOf(other)).at(-1) ?? null;

/** The downloaded list of a statement, which is named for its trail and revision; null where there is none. */
export const readListOf = (
  { list }: Sources,
  location: AwsLocation,
  day: string,
  statement: ListedAttestation,
): Promise<string | null> => list(completenessTrail(location, day), revisionOf(statement));

const rootOf = ({ userData }: ListedAttestation): unknown => userData.merkle_root;

/** What a statement says, for a message: somebody may have attested anything, such as an object that has no text. */
const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value ?? null);

/** Whether two statements are one that was stored twice, as two deliveries at the same moment may leave it. */
const isSameStatement = (one: ListedAttestation, other: ListedAttestation | undefined): boolean =>
  other !== undefined &&
  revisionOf(one) === revisionOf(other) &&
  one.isCompliant === other.isCompliant &&
  one.userData.previous_root === other.userData.previous_root &&
  stateTheSame(one.compared, other.compared);

/** Revisions count from 1, none is missing or there with two contents, and each was made after the one before. */
export const checkRevisions = (
  day: string,
  statements: readonly ListedAttestation[],
  findings: Findings,
): void => {
  const once = statements.filter((statement, index) => !isSameStatement(statement, statements[index - 1]));
  if (once.length < statements.length)
    findings.note(`statements that are stored twice: ${statements.length - once.length}`);
  for (const [index, { userData }] of once.entries()) {
    if (userData.revision !== index + 1)
      findings.mismatch(
        'statement',
        day,
        `revision ${index + 1} is expected in its place, and it is revision ${userData.revision}`,
      );
  }
};

/** Each statement names the root of the day before as it was stated by then; the first day of all has none before it. */
export const checkChain = (
  day: string,
  statements: readonly ListedAttestation[],
  before: readonly ListedAttestation[],
  findings: Findings,
): void => {
  for (const { userData, createdAt } of statements) {
    const { previous_root: previous, revision } = userData;
    const earlier = before.filter((statement) => statement.createdAt <= createdAt);
    if (previous === null && earlier.length === 0) continue;
    if (earlier.some((statement) => rootOf(statement) === previous)) continue;
    const known = before.map(rootOf).join(', ');
    if (before.length === 0)
      findings.mismatch(
        'day',
        dayBefore(day),
        `it has no statement, but that of ${day} (revision ${revision}) names ${textOf(previous)} as its root`,
      );
    else
      findings.mismatch(
        'statement',
        day,
        `previous_root of revision ${revision} is ${textOf(previous)}; ${dayBefore(day)} was stated with ${known}`,
      );
  }
};

/** What a statement names as open; empty where there is none. */
export const openIn = (statement: ListedAttestation | null): string => textOf(statement?.userData.open ?? '');

/** The sessions that a text names as open; a call that cannot be read may mention one, too. */
const OPEN_SESSION = /(?:^|; )(ecs-execute-command-[0-9a-z]+): /gi;

/** The sessions by which two texts of what is open differ. */
const compareOpen = (stated: string, found: readonly string[], findings: Findings): void => {
  const ids = new Set(found.map((line) => line.slice(0, line.indexOf(':'))));
  for (const line of found) {
    if (!stated.includes(line) && !isTruncated(stated))
      findings.mismatch(
        'session',
        line.slice(0, line.indexOf(':')),
        `found open, and not stated so: ${line.slice(line.indexOf(':') + 2)}`,
      );
  }
  for (const [, id = ''] of stated.matchAll(OPEN_SESSION))
    if (!ids.has(id)) findings.mismatch('session', id, 'stated as open, but nothing of it is missing');
};

/** What a statement of an older release leaves out. */
const UNSAID: Readonly<Record<string, unknown>> = { unreadable_calls: 0, open: null };

/** Compares a statement with what was found. */
export const compareStatement = (
  statement: ListedAttestation,
  found: StatementOfDay,
  findings: Findings,
): void => {
  const { userData, isCompliant } = statement;
  const mismatch = (text: string) => findings.mismatch('statement', found.date, text);
  for (const [field, value] of Object.entries(statedFields(found))) {
    if ((userData[field] ?? UNSAID[field]) === value) continue;
    if (field === 'open') compareOpen(openIn(statement), found.open, findings);
    mismatch(`${field}: stated ${JSON.stringify(userData[field])}, found ${JSON.stringify(value)}`);
  }
  if (isCompliant !== isComplete(found))
    mismatch(`is_compliant: stated ${isCompliant}, found ${isComplete(found)}`);
};

const Line = v.object({ session_id: v.string() });

const idOf = (line: string): string | null => {
  try {
    return v.parse(Line, JSON.parse(line)).session_id;
  } catch {
    // Whatever is wrong with it: it names no session.
    return null;
  }
};

/** The lines of a list by their sessions; one that names none is `malformed` told of, counted from 1. */
const byId = (
  lines: readonly string[],
  malformed: (number: number, line: string) => void,
): ReadonlyMap<string, string> =>
  new Map(
    lines.flatMap((line, index): [string, string][] => {
      const id = idOf(line);
      if (id === null) malformed(index + 1, line);
      return id === null ? [] : [[id, line]];
    }),
  );

const linesOf = (list: string): readonly string[] => list.split('\n').filter((line) => line !== '');

/** Where somebody has downloaded the list of a statement: names the sessions whose lines differ. */
export const compareList = (
  statement: ListedAttestation,
  list: string,
  found: StatementOfDay,
  findings: Findings,
): void => {
  const root = merkleRoot(linesOf(list));
  if (root !== rootOf(statement))
    findings.mismatch(
      'statement',
      found.date,
      `the downloaded list has root ${root}, stated is ${rootOf(statement)}`,
    );
  const stated = byId(linesOf(list), (number, line) =>
    findings.mismatch(
      'statement',
      found.date,
      `line ${number} of the downloaded list is not that of a session: ${JSON.stringify(line.slice(0, 200))}`,
    ),
  );
  // These were written here.
  const now = byId(linesOf(found.lines), () => {});
  for (const id of new Set([...stated.keys(), ...now.keys()])) {
    const [was = 'nothing', is = 'nothing'] = [stated.get(id), now.get(id)];
    if (was !== is) findings.mismatch('session', id, `its line was ${was}, found is ${is}`);
  }
};
