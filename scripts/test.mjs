// Runs every check and test that does not need AWS, even when one fails, and prints how many passed.
import { spawnSync } from 'node:child_process';
import { runJest, summarise } from './run-jest.mjs';

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

const counts = { passed: 0, failed: 0, skipped: 0 };
for (const [name, check] of Object.entries(CHECKS)) {
  const passed = check();
  console.log(`${passed ? 'ok' : 'FAILED'}: ${name}`);
  counts[passed ? 'passed' : 'failed'] += 1;
}
for (const [kind, count] of Object.entries(runJest(process.argv.slice(2)))) counts[kind] += count;

console.log(`\n${summarise(counts)}`);
process.exit(counts.failed === 0 ? 0 : 1);
