import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanUpOnExit } from '../deploy/cleanup-on-exit';
import { nodeExecutable } from '../tools/node-executable';
import { lambdaNodeMajor } from '../tools/tools';
import { deploy } from './deploy';
import { measuresOf } from './measures';
import { check, type Verdict } from './oracle/check';
import { isBuilt, partsNotBuilt } from './oracle/parts';
import { planScenario } from './scenario/plan-scenario';
import { simulate } from './simulate';
import { checkVerify } from './verify';

// `npm run test:simulation`: a day of sessions with everything that goes wrong, on the deployed function under a simulated clock.
// SEED=… repeats a run, SESSIONS=… makes it a smaller one, KEEP_LOGS=DIR keeps what the function said.

const SHOWN = 20;

const print = ({ promise, broken }: Verdict): void => {
  console.log(`${broken.length === 0 ? 'ok' : 'FAILED'}: ${promise}`);
  for (const how of broken.slice(0, SHOWN)) console.log(`    ${how}`);
  if (broken.length > SHOWN) console.log(`    and ${broken.length - SHOWN} more`);
};

const wholeNumber = (name: string, otherwise: number): number => {
  const given = process.env[name] ?? String(otherwise);
  if (/^\d{1,9}$/.test(given)) return Number(given);
  throw new Error(`${name} is "${given}", expected a whole number`);
};

const main = async (): Promise<void> => {
  // The SDK announces on every start that it will leave Node 20 in 2027; the function runs on 24.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  const seed = wholeNumber('SEED', Math.floor(Math.random() * 1_000_000));
  const count = wholeNumber('SESSIONS', 2_000);
  console.log(`SEED=${seed} SESSIONS=${count}`);
  const node = nodeExecutable(lambdaNodeMajor());
  if ('missing' in node) {
    console.log(`skipped: ${node.missing}\n\n0 passed, 0 failed, 1 skipped`);
    return;
  }
  const { KEEP_LOGS: kept } = process.env;
  const folder = mkdtempSync(join(kept ?? tmpdir(), 'simulation-'));
  if (kept === undefined) cleanUpOnExit(() => rmSync(folder, { recursive: true, force: true }));
  const begun = performance.now();
  const deployed = await deploy(folder);
  const scenario = planScenario(seed, count);
  const after = await simulate(scenario, { deployed, node: node.at, folder });
  const verdicts = [
    ...check(scenario, after, deployed.function.memoryMb),
    ...(isBuilt('verify') ? await checkVerify(scenario, after) : []),
  ];
  for (const line of measuresOf(scenario, after)) console.log(line);
  console.log(
    `${Math.round((performance.now() - begun) / 1000)} s, harness ${Math.round(process.memoryUsage.rss() / 1e6)} MB`,
  );
  for (const verdict of verdicts) print(verdict);
  for (const part of partsNotBuilt()) console.log(`not built, and not checked: ${part}`);
  const failed = verdicts.filter(({ broken }) => broken.length > 0).length;
  console.log(`\n${verdicts.length - failed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
};

void main();
