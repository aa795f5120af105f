import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { stackFolderIn, synthesise } from '../../stand-ins/terraform/synthesise';
import { cleanUpOnExit } from '../deploy/cleanup-on-exit';
import { nodeExecutable } from '../tools/node-executable';
import { lambdaNodeMajor } from '../tools/tools';
import { check } from './check';
import type { Measure } from './measures';
import { soak } from './soak';

// `npm run soak -- [--minutes 10] [--seed N]`: one process of the deployed function under load, on Node 24, with something else going
// wrong in nearly every invocation; afterwards, whether it holds on to anything, and whether every session is accounted for.

const SHOWN = 10;
const MEGABYTE = 1024 * 1024;

const numberIn = (name: string, text: string): number => {
  const number = Number(text);
  if (number > 0 && number <= 1_000_000_000) return number;
  throw new Error(`--${name} is "${text}", expected a number above 0`);
};

const megabytes = (bytes: number): string => (bytes / MEGABYTE).toFixed(1);

const describe = ({
  heapBytes,
  externalBytes,
  reservedBytes,
  rssBytes,
  resources,
  openFiles,
}: Measure): string =>
  `heap ${megabytes(heapBytes)} of ${megabytes(reservedBytes)} MB, buffers ${megabytes(externalBytes)} MB, memory ${megabytes(rssBytes)} MB, ` +
  `active resources ${[...resources].sort().join(' ')}, ${openFiles ?? 'an unknown number of'} open files`;

const main = async (): Promise<void> => {
  // The SDK announces on every start that it will leave Node 20 in 2027; the function runs on 24.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '10' },
      seed: { type: 'string', default: String(Math.ceil(Math.random() * 1_000_000)) },
    },
  });
  const minutes = numberIn('minutes', values.minutes);
  const seed = numberIn('seed', values.seed);
  console.log(`--minutes ${minutes} --seed ${seed}`);
  const node = nodeExecutable(lambdaNodeMajor());
  if ('missing' in node) {
    console.log(`skipped: ${node.missing}\n\n0 passed, 0 failed, 1 skipped`);
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'soak-'));
  cleanUpOnExit(() => rmSync(folder, { recursive: true, force: true }));
  await synthesise(folder);
  const after = await soak({ stackFolder: stackFolderIn(folder), node: node.at, folder, minutes, seed });
  console.log(
    `${after.sessions.length} sessions, ${after.redelivered} messages delivered again, ${after.invocations} invocations, ` +
      `${after.mishaps} requests went wrong`,
  );
  for (const [part, one] of after.measures.entries())
    console.log(
      `${part === after.measures.length - 1 ? 'at the end' : `minute ${(part * minutes) / 5}`}: ${describe(one)}`,
    );
  const verdicts = check(after);
  for (const { promise, broken } of verdicts) {
    console.log(`${broken.length === 0 ? 'ok' : 'FAILED'}: ${promise}`);
    for (const how of broken.slice(0, SHOWN)) console.log(`    ${how}`);
    if (broken.length > SHOWN) console.log(`    and ${broken.length - SHOWN} more`);
  }
  const failed = verdicts.filter(({ broken }) => broken.length > 0).length;
  console.log(`\n${verdicts.length - failed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
};

void main();
