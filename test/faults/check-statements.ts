import { ACCOUNT_ID, REGION } from '../../stand-ins/account';
import { DAY, DAYS } from './days';
import type { Fault } from './fault';
import type { Aftermath } from './try-fault';

const PREFIX = `completeness-${ACCOUNT_ID}-${REGION}-`;

export const isTrailOfStatements = (name: string): boolean => name.startsWith(PREFIX);

const QUIET = { calls_in_cloudtrail: 0, transcripts_in_s3: 0, sessions_on_kosli: 0, open: null };
/** All three are reported, Alice's without a transcript. */
const STATED = { calls_in_cloudtrail: 3, transcripts_in_s3: 2, sessions_on_kosli: 3 };

const wrongIn = (
  day: string,
  {
    is_compliant,
    user_data = {},
  }: NonNullable<ReturnType<Aftermath['trails']['get']>>['attestations'][number],
): readonly string[] => {
  const isBusy = day === DAY;
  const expected = isBusy ? STATED : QUIET;
  return [
    ...(is_compliant === isBusy ? [`the statement of ${day} is compliant: ${is_compliant}`] : []),
    ...Object.entries(expected)
      .filter(([field, value]) => user_data[field] !== value)
      .map(([field]) => `the statement of ${day} has ${field} ${JSON.stringify(user_data[field])}`),
  ];
};

/** Each day is stated as it was: once, or once more where the first statement turned out to be wrong. */
export const checkStatements = ({ story, ends }: Fault, { trails }: Aftermath): readonly string[] => {
  if (story !== 'schedule') return [];
  const strangers = [...trails.keys()].filter(
    (name) => isTrailOfStatements(name) && !DAYS.includes(name.slice(PREFIX.length)),
  );
  return [
    ...strangers.map((name) => `${name} is of a day that was not to be stated`),
    ...DAYS.flatMap((day) => {
      const statements = trails.get(`${PREFIX}${day}`)?.attestations ?? [];
      const revisions = statements.map(({ user_data }) => user_data?.revision);
      const expected = Array.from({ length: day === DAY ? (ends.statements ?? 1) : 1 }, (_, n) => n + 1);
      const last = statements.at(-1);
      const isWrong =
        day === DAY && ends.statedWrongly !== true && statements.some((one) => one.is_compliant);
      return JSON.stringify(revisions) === JSON.stringify(expected) && last !== undefined
        ? [...wrongIn(day, last), ...(isWrong ? [`a statement of ${day} says that nothing is missing`] : [])]
        : [`${day} has the statements ${JSON.stringify(revisions)}, not ${JSON.stringify(expected)}`];
    }),
  ];
};
