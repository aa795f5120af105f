import { NO_CLUSTER, noteOf, type Report, type Result } from '../report';
import { harmless, harmlessLines } from './harmless';

const WORDS = { violated: 'FAILED', undecided: 'NOT DECIDED', waived: 'WAIVED', passed: 'passed' } as const;

const waiverOf = ({ waiver }: Result): readonly string[] => {
  if (waiver === null) return [];
  const until = waiver.until === null ? '' : `, until ${waiver.until}`;
  return [`  because: ${harmless(waiver.reason)} (${harmless(waiver.by)}${until})`];
};

const linesOf = (result: Result): readonly string[] => [
  `${WORDS[result.verdict]} ${result.rule}: ${harmless(result.address)}`,
  ...result.problems.map((problem) => `  ${harmless(problem)}`),
  ...waiverOf(result),
  ...(result.write === null || result.verdict !== 'violated'
    ? []
    : ['  write:', ...harmlessLines(result.write).map((line) => `    ${line}`)]),
];

const section = ({ results, plans }: Report, plan: string): readonly string[] => {
  const lines = results
    .filter((result) => result.plan === plan && result.verdict !== 'passed')
    .flatMap(linesOf);
  return lines.length === 0 ? [] : [...(plans.length > 1 ? [`${harmless(plan)}:`] : []), ...lines, ''];
};

const remarks = ({ plans, unusedWaivers, futileTags, noCluster }: Report): readonly string[] => [
  ...plans.flatMap((plan) => {
    const note = noteOf(plan);
    return note === null ? [] : [`Note: ${harmless(note)}`];
  }),
  ...unusedWaivers.map(({ address, rule, by, until, expired }) =>
    expired
      ? `Waiver expired on ${until}: ${rule} for ${harmless(address)} (${harmless(by)})`
      : `Waiver not used: ${rule} for ${harmless(address)} (${harmless(by)})`,
  ),
  ...futileTags.map(
    ({ address, tag, why }) =>
      `Tag waives nothing: ${harmless(tag)} of ${harmless(address)}: ${harmless(why)}`,
  ),
  ...(noCluster ? [`FAILED exec-logging: ${NO_CLUSTER}`] : []),
];

const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

const summary = ({ plans, rules, counts, strict }: Report): string => {
  const clusters = plans.reduce((sum, plan) => sum + plan.clusters, 0);
  const undecided = `${counts.undecided} not decided${strict && counts.undecided > 0 ? ' (--strict: failed)' : ''}`;
  return [
    `${plural(plans.length, 'plan')}, ${plural(clusters, 'ECS cluster')}, ${plural(rules.length, 'rule')}:`,
    `${counts.violated} failed, ${undecided}, ${counts.waived} waived, ${counts.passed} passed`,
  ].join(' ');
};

/** For people; what passed is counted only. */
export const textReport = (report: Report): string =>
  [
    ...[...new Set(report.plans.map(({ plan }) => plan))].flatMap((plan) => section(report, plan)),
    ...remarks(report),
    summary(report),
  ].join('\n');
