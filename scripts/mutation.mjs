// Mutation tests: changes the code of a folder on purpose, a mutant at a time, and counts those that its tests notice. The
// arguments are folders of test/mutation/folders.mjs, all of them where there are none; `--quick` leaves out the mutants of what
// is evaluated when a module is loaded, which take most of the time. Fails where a folder misses the threshold
// of stryker.config.mjs.
import { spawnSync } from 'node:child_process';
import { FOLDERS } from '../test/mutation/folders.mjs';

const quick = process.argv.includes('--quick');
const asked = process.argv
  .slice(2)
  .filter((argument) => argument !== '--quick')
  .map((folder) => folder.replace(/\/(\*\*?)?(\/\*\.ts)?$/, ''));
const unknown = asked.filter((folder) => !(folder in FOLDERS));
if (unknown.length > 0) {
  console.error(`Not mutated: ${unknown.join(', ')}. Expected some of: ${Object.keys(FOLDERS).join(', ')}.`);
  process.exit(2);
}

const results = (asked.length > 0 ? asked : Object.keys(FOLDERS)).map((folder) => {
  const begun = Date.now();
  const { status } = spawnSync('npx', ['--no-install', 'stryker', 'run'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, MUTATED_FOLDER: folder, MUTATE_STATIC: String(!quick) },
  });
  return { folder, passed: status === 0, seconds: Math.round((Date.now() - begun) / 1000) };
});

for (const { folder, passed, seconds } of results)
  console.log(`${passed ? 'ok' : 'FAILED'}: ${folder} (${seconds} s)`);
process.exit(results.every(({ passed }) => passed) ? 0 : 1);
