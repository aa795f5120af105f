// Everything that must hold without Terraform or AWS. Runs all of it even when something fails, then says how many passed.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const run = (command, ...args) =>
  spawnSync('npx', ['--no-install', command, ...args], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  }).status === 0;

const CHECKS = {
  types: () => run('tsc', '--noEmit'),
  'style, imports and folder rules': () => run('biome', 'ci', '.'),
  'unused code and dependencies': () => run('knip'),
};

const jest = () => {
  const folder = mkdtempSync(join(tmpdir(), 'jest-'));
  const report = join(folder, 'report.json');
  const passed = run('jest', '--json', `--outputFile=${report}`, ...process.argv.slice(2));
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites } = JSON.parse(
      readFileSync(report, 'utf8'),
    );
    // A suite that does not load has no failed test of its own.
    const failed = Math.max(numFailedTests, numFailedTestSuites, passed ? 0 : 1);
    return { passed: numPassedTests, failed, skipped: numPendingTests };
  } catch (error) {
    console.error(`jest left no report: ${error.message}`);
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const counts = { passed: 0, failed: 0, skipped: 0 };
for (const [name, check] of Object.entries(CHECKS)) {
  const passed = check();
  console.log(`${passed ? 'ok' : 'FAILED'}: ${name}`);
  counts[passed ? 'passed' : 'failed'] += 1;
}
for (const [kind, count] of Object.entries(jest())) counts[kind] += count;

const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
console.log(`\n${counts.passed} passed, ${counts.failed} failed${skipped}`);
process.exit(counts.failed === 0 ? 0 : 1);
