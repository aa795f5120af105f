import type { DayResult, Finding } from './finding';

const said = (mark: string) => (finding: Finding) =>
  `  ${mark} ${finding.about} ${finding.name}: ${finding.text}`;

const headline = ({
  revision,
  calls,
  transcripts,
  sessions,
  open,
  mismatches,
  unchecked,
}: DayResult): string => {
  if (mismatches.length > 0) return 'does not match';
  if (unchecked.length > 0) return 'could not be checked';
  const counts = `${calls} calls, ${transcripts} transcripts, ${sessions} sessions on Kosli`;
  return `matches revision ${revision}: ${counts}${open === 0 ? '' : `, ${open} open as stated`}`;
};

/** A day as lines to read. */
export const linesOf = (day: DayResult): readonly string[] => [
  `${day.date}  ${headline(day)}`,
  ...day.mismatches.map(said('MISMATCH')),
  ...day.unchecked.map(said('UNCHECKED')),
  ...day.notes.map((note) => `  note: ${note}`),
];
