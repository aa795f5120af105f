import { ACCOUNT_ID, REGION } from '../../../stand-ins/account';
import type { ReportedAttestation, Trail } from '../../../stand-ins/kosli/ledger';
import { DAY, HOUR, type PlannedCall, type Scenario } from '../scenario/session';
import { rootOf } from './merkle';

const dateOf = (time: number): string => new Date(time).toISOString().slice(0, 10);
export const statementTrail = (date: string): string => `completeness-${ACCOUNT_ID}-${REGION}-${date}`;

/** A day is stated in the early morning two days later; by then at the latest all of its messages have been worked on. */
const STATED_AFTER = 2 * DAY + 8 * HOUR;

/** The days that must be stated when the scenario ends: the one before the busy day, that one, and two after it. */
export const statedDays = ({ start, end }: Scenario): readonly string[] => {
  const days: string[] = [];
  for (let day = start; day + STATED_AFTER <= end; day += DAY) days.push(dateOf(day));
  return days;
};

/** The numbers of a day. */
export const numbersOf = (scenario: Scenario, date: string): Readonly<Record<string, unknown>> => {
  const isOfDay = ({ calledAt }: PlannedCall) => dateOf(calledAt) === date;
  const shown = scenario.sessions.filter(({ call }) => isOfDay(call) && Number.isFinite(call.shownAt));
  return {
    date,
    calls_in_cloudtrail: shown.length,
    transcripts_in_s3: shown.filter(({ uploads }) => uploads.length > 0).length,
    // A session whose transcript never came is on Kosli as well: its `command-logs` says so.
    sessions_on_kosli: shown.length,
    refused_calls: scenario.refused.filter(isOfDay).length,
    bypasses: scenario.bypasses.filter(isOfDay).length,
    unreadable_calls: 0,
  };
};

const newest = (trail: Trail | undefined): ReportedAttestation | undefined => trail?.attestations.at(-1);

const linesOf = ({ attachment }: ReportedAttestation): readonly string[] =>
  (attachment?.bytes?.toString() ?? '').split('\n').filter((line) => line !== '');

const checkDay = (
  scenario: Scenario,
  date: string,
  statement: ReportedAttestation | undefined,
  dayBefore: Trail | undefined,
): readonly string[] => {
  if (statement === undefined) return [`${date} is not stated`];
  const { user_data: stated = {}, is_compliant: compliant } = statement;
  const expected = numbersOf(scenario, date);
  const isAgreed = expected.transcripts_in_s3 === expected.calls_in_cloudtrail;
  const lines = linesOf(statement);
  const roots = (dayBefore?.attestations ?? []).map(({ user_data }) => user_data?.merkle_root);
  return [
    ...Object.entries(expected)
      .filter(([field, value]) => stated[field] !== value)
      .map(([field, value]) => `${date}: ${field} is ${stated[field]}, expected ${value}`),
    ...(compliant === isAgreed ? [] : [`${date}: is_compliant is ${compliant}, expected ${isAgreed}`]),
    ...(lines.length === expected.calls_in_cloudtrail ? [] : [`${date}: ${lines.length} lines are attached`]),
    ...(stated.merkle_root === rootOf(lines) ? [] : [`${date}: the root is not that of the attached lines`]),
    ...(roots.includes(stated.previous_root)
      ? []
      : [`${date}: previous_root is not a root of the day before`]),
  ];
};

/** What is wrong with the statements of the days; nothing when they are right, and chained. */
export const wrongStatements = (scenario: Scenario, trails: ReadonlyMap<string, Trail>): readonly string[] =>
  statedDays(scenario).flatMap((date) => {
    const before = trails.get(statementTrail(dateOf(Date.parse(date) - DAY)));
    return checkDay(scenario, date, newest(trails.get(statementTrail(date))), before);
  });
