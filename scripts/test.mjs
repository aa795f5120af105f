// Everything that must hold without AWS. Runs all of it even when something fails, then says how many passed.
import { spawnSync } from 'node:child_process';
import { inWords, runJest } from './run-jest.mjs';

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

console.log(`\n${inWords(counts)}`);
process.exit(counts.failed === 0 ? 0 : 1);
