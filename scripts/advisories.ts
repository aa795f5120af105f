import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import {
  type Advisory,
  advisoriesIn,
  type Explanations,
  Explanations as ExplanationsSchema,
  idOf,
  judge,
} from './supply-chain/judge-advisories';

// `npm run advisories -- [--explanations FILE]`: what is known against the packages in the lock file. What is deployed or
// installed by users must have no advisory that is not explained; what only develops and tests is listed.

const PROJECT = join(__dirname, '..');
const { explanations: file } = parseArgs({
  options: { explanations: { type: 'string', default: join(PROJECT, '.ci', 'advisories.json') } },
}).values;

const audit = (...args: readonly string[]) => {
  const { stdout, error } = spawnSync('npm', ['audit', '--json', '--package-lock-only', ...args], {
    cwd: PROJECT,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    shell: process.platform === 'win32',
  });
  return error === undefined ? advisoriesIn(stdout) : { unknown: error.message };
};

const print = (heading: string, advisories: readonly Advisory[], explanations: Explanations): void => {
  if (advisories.length > 0) console.log(`${heading}:`);
  for (const advisory of advisories) {
    const { name, severity, title } = advisory;
    const because = explanations[idOf(advisory)];
    console.log(`  ${idOf(advisory)} ${name} (${severity}): ${title}${because ? `\n    ${because}` : ''}`);
  }
};

const skip = (reason: string): void => {
  console.log(`SKIPPED: npm could not ask its registry for advisories: ${reason}`);
  console.log('\n0 passed, 0 failed, 1 skipped');
};

const report = (deployed: readonly Advisory[], all: readonly Advisory[]): void => {
  const explanations = v.parse(ExplanationsSchema, JSON.parse(readFileSync(file, 'utf8')));
  const ids = new Set(deployed.map(idOf));
  const { explained, unexplained, obsolete } = judge(deployed, explanations);
  const others = all.filter((advisory) => !ids.has(idOf(advisory)));
  print('Only in what develops and tests', others, {});
  print('Explained', explained, explanations);
  print('FAILED: in what is deployed, and not explained', unexplained, {});
  if (unexplained.length > 0) console.log(`Update the packages, or say in ${file} why it does not matter.`);
  for (const id of obsolete)
    console.log(`FAILED: ${id} is explained in ${file}, and nothing has it any more.`);
  const failed = unexplained.length + obsolete.length;
  console.log(`\n${failed === 0 ? 1 : 0} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
};

const deployed = audit('--omit=dev');
const all = 'unknown' in deployed ? deployed : audit();
if ('unknown' in deployed) skip(deployed.unknown);
else if ('unknown' in all) skip(all.unknown);
else report(deployed, all);
