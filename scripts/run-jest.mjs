// Runs jest and counts the results. Skipped tests are listed, and are failures in CI, unless the name says which tool a test
// was skipped for (test/tools/tools.ts) and that tool was indeed not found.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** Why tools were not found, as the tests recorded it. */
const reasonsIn = (folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => readJson(join(folder, name)).missing ?? []);

const RAN = new Set(['passed', 'failed']);

const skippedIn = (testResults) =>
  testResults.flatMap(({ name: file, assertionResults }) =>
    assertionResults
      .filter(({ status }) => !RAN.has(status))
      .map(({ ancestorTitles, title }) => ({
        ancestorTitles,
        name: `${relative('', file)}: ${[...ancestorTitles, title].join(' › ')}`,
      })),
  );

const isExcused = ({ ancestorTitles }, reasons) =>
  ancestorTitles.some((title) => reasons.some((reason) => title.endsWith(`[${reason}]`)));

const printTests = (heading, tests) => {
  if (tests.length > 0) console.log(`\n${heading}:\n${tests.map(({ name }) => `  ${name}`).join('\n')}`);
};

const countsOf = (report, reasons, passed) => {
  const skipped = skippedIn(report.testResults);
  const refused = process.env.CI === 'true' ? skipped.filter((test) => !isExcused(test, reasons)) : [];
  printTests(
    'Skipped',
    skipped.filter((test) => !refused.includes(test)),
  );
  printTests('FAILED: skipped in CI, where all it needs was found', refused);
  // A suite that does not load has no failed tests.
  const failed = Math.max(report.numFailedTests, report.numFailedTestSuites, passed ? 0 : 1);
  return {
    passed: report.numPassedTests,
    failed: failed + refused.length,
    skipped: skipped.length - refused.length,
  };
};

/** Copies the report to the folder `KEEP_LOGS`, if there is one. */
const keepReport = (report) => {
  const { KEEP_LOGS: folder } = process.env;
  if (!folder || !existsSync(report)) return;
  mkdirSync(folder, { recursive: true });
  copyFileSync(report, join(folder, `jest-${process.pid}.json`));
};

/** @returns how many tests `passed`, `failed` and were `skipped` */
export const runJest = (args) => {
  const folder = mkdtempSync(join(tmpdir(), 'jest-'));
  const report = join(folder, 'report.json');
  const found = join(folder, 'found');
  mkdirSync(found);
  try {
    const { status } = spawnSync(
      'npx',
      ['--no-install', 'jest', '--json', `--outputFile=${report}`, ...args],
      {
        stdio: 'inherit',
        shell: process.platform === 'win32',
        // Tests that run jest themselves need not keep their reports.
        env: { ...process.env, FOUND_TOOLS: found, KEEP_LOGS: '' },
      },
    );
    return countsOf(readJson(report), reasonsIn(found), status === 0);
  } catch (error) {
    console.error(`jest left no report: ${error.message}`);
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    keepReport(report);
    rmSync(folder, { recursive: true });
  }
};

/** The line of counts, which `.ci/run` adds up. */
export const summarise = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
