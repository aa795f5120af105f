import { isFailure, NO_CLUSTER, noteOf, type Report, type Result } from '../report';
import { harmless, harmlessLines } from './harmless';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** XML 1.0 has no place for most control characters, escaped or not; `harmless` has spelt them out. */
const xml = (text: string): string =>
  harmless(text).replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

const xmlLines = (lines: readonly string[]): string => lines.map(xml).join('\n');

const outcome = (result: Result, report: Report): string => {
  const { verdict, problems, write, waiver } = result;
  if (verdict === 'passed') return '';
  const said = problems.join('; ');
  if (isFailure(result, report)) {
    const body = xmlLines([...problems, ...(write === null ? [] : ['Write:', ...harmlessLines(write)])]);
    return `\n      <failure message="${xml(said)}" type="${verdict}">${body}</failure>\n    `;
  }
  const why = waiver === null ? `not decided: ${said}` : `waived: ${waiver.reason}`;
  return `\n      <skipped message="${xml(why)}"/>\n    `;
};

const testCase = (result: Result, report: Report): string =>
  `    <testcase classname="${xml(result.rule)}" name="${xml(result.address)}">${outcome(result, report)}</testcase>`;

const NO_CLUSTER_CASE = `    <testcase classname="exec-logging" name="clusters">
      <failure message="${xml(NO_CLUSTER)}" type="violated"/>
    </testcase>`;

const suite = (plan: Report['plans'][number], results: readonly Result[], report: Report): string => {
  const cases = results.map((result) => testCase(result, report));
  const failures = results.filter((result) => isFailure(result, report)).length;
  const skipped = results.filter(
    (result) => result.verdict !== 'passed' && !isFailure(result, report),
  ).length;
  if (report.noCluster) cases.push(NO_CLUSTER_CASE);
  const failed = failures + (report.noCluster ? 1 : 0);
  const note = noteOf(plan);
  return [
    `  <testsuite name="${xml(plan.plan)}" tests="${cases.length}" failures="${failed}" errors="0" skipped="${skipped}">`,
    ...cases,
    ...(note === null ? [] : [`    <system-out>${xml(note)}</system-out>`]),
    '  </testsuite>',
  ].join('\n');
};

/** JUnit XML as test reporters of CI systems read it: one suite a plan, one case a rule and address. */
export const junitReport = (report: Report): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites name="check-plan">',
    ...report.plans.map((plan) =>
      suite(
        plan,
        report.results.filter((result) => result.plan === plan.plan),
        report,
      ),
    ),
    '</testsuites>',
    '',
  ].join('\n');
