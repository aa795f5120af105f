import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pMap from 'p-map';
import type { Match } from '../../stand-ins/network/mishaps';
import { PROJECT, stackFolderIn, synthesise } from '../../stand-ins/terraform/synthesise';
import { cleanUpOnExit } from '../deploy/cleanup-on-exit';
import { nodeExecutable } from '../tools/node-executable';
import { lambdaNodeMajor } from '../tools/tools';
import { checkFault } from './check';
import type { Fault } from './fault';
import { FAULTS } from './faults';
import { STEPS } from './faults-of-function';
import { STEPS_OF_JOBS } from './faults-of-killed-jobs';
import { STEPS_OF_A_START } from './faults-of-live-sessions';
import { faultTables, withTables } from './page';
import { storyOf } from './stories';
import { type Aftermath, type Deployed, tryFault } from './try-fault';

// `npm run test:faults`: everything that can go wrong, one thing at a time, on the deployed package and Node 24. Prints the tables of
// docs/faults.md, and with `-- --write` writes them there. ONLY=… tries those whose name contains it.

/** They wait for most of their time. */
const AT_A_TIME = 6;
/** Those that wait until the function's time is up, beside the others: they need next to nothing of the machine. */
const HANGING_AT_A_TIME = 4;

const hangs = ({ seconds }: Fault): boolean => seconds !== undefined;

const PAGE = join(PROJECT, 'docs', 'faults.md');

const nameOf = ({ where, what }: Fault): string => `${where}: ${what}`;

const noFault = (story: NonNullable<Fault['story']>): Fault => ({
  where: 'No fault',
  what: `in the story of ${story}, and every request is one of the steps that the function is killed at`,
  story,
  withoutNetwork: true,
  ends: { waits: [] },
  log: [],
  todo: '',
});

/** Of which every other is a variation, and the steps of each. */
const NO_FAULTS: ReadonlyMap<Fault, readonly Match[]> = new Map([
  [noFault('uploads'), STEPS],
  [noFault('live sessions'), STEPS_OF_A_START],
  [noFault('schedule'), STEPS_OF_JOBS],
]);

const checkSteps = ({ asked }: Aftermath, steps: readonly Match[]): readonly string[] => {
  const made = new Set(asked.map(({ service, operation }) => `${service} ${operation}`));
  const known = new Set(steps.map(({ service, operation }) => `${service} ${operation}`));
  return [
    ...[...made].filter((step) => !known.has(step)).map((step) => `it is not killed at ${step}`),
    ...[...known].filter((step) => !made.has(step)).map((step) => `it does not make ${step}`),
  ];
};

const tryOne = async (fault: Fault, deployed: Deployed): Promise<readonly string[]> => {
  try {
    const after = await tryFault(fault, deployed);
    const steps = NO_FAULTS.get(fault);
    return [...checkFault(fault, after), ...(steps === undefined ? [] : checkSteps(after, steps))];
  } catch (error) {
    return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
  }
};

const tryAll = async (faults: readonly Fault[], deployedFor: (fault: Fault) => Deployed): Promise<number> => {
  const tryNamed = async (fault: Fault): Promise<boolean> => {
    const start = performance.now();
    const wrong = await tryOne(fault, deployedFor(fault));
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`${wrong.length === 0 ? 'ok' : 'FAILED'} | ${nameOf(fault)} (${seconds} s)`);
    for (const how of wrong) console.log(`    ${how}`);
    return wrong.length > 0;
  };
  const broken = await Promise.all([
    pMap(faults.filter(hangs), tryNamed, { concurrency: HANGING_AT_A_TIME }),
    pMap(
      faults.filter((fault) => !hangs(fault)),
      tryNamed,
      { concurrency: AT_A_TIME },
    ),
  ]);
  return broken.flat().filter(Boolean).length;
};

/** Synthesises the stacks of the stories that these faults happen in, those with the same options once. */
const synthesiseFor = async (faults: readonly Fault[], folder: string, node: string) => {
  const optionsOf = (fault: Fault): string => JSON.stringify(storyOf(fault).options ?? {});
  const all = [...new Set(faults.map(optionsOf))];
  const folderOf = (options: string): string => join(folder, String(all.indexOf(options)));
  await pMap(
    all,
    (options) => synthesise(folderOf(options), options === '{}' ? {} : { options: JSON.parse(options) }),
    { concurrency: 2 },
  );
  return (fault: Fault): Deployed => ({ stackFolder: stackFolderIn(folderOf(optionsOf(fault))), node });
};

const main = async (): Promise<void> => {
  if (process.argv.includes('--write')) writeFileSync(PAGE, withTables(readFileSync(PAGE, 'utf8')));
  // The SDK announces on every start that it will leave Node 20 in 2027; the function runs on 24.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  const node = nodeExecutable(lambdaNodeMajor());
  if ('missing' in node) {
    console.log(`skipped: ${node.missing}\n\n0 passed, 0 failed, 1 skipped`);
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'faults-'));
  cleanUpOnExit(() => rmSync(folder, { recursive: true, force: true }));
  const began = performance.now();
  const { ONLY: only = '' } = process.env;
  const faults = [...NO_FAULTS.keys(), ...FAULTS].filter((fault) => nameOf(fault).includes(only));
  const deployedFor = await synthesiseFor(faults, folder, node.at);
  const failed = await tryAll(faults, deployedFor);
  if (only === '') console.log(`\n${faultTables()}`);
  console.log(`\n${Math.round((performance.now() - began) / 1000)} s`);
  console.log(`${faults.length - failed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
};

void main();
