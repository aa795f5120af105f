import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeExecutable } from '../tools/node-executable';
import { deploy } from './deploy';
import { check } from './oracle/check';
import { isBuilt } from './oracle/parts';
import { planScenario } from './scenario/plan-scenario';
import { checkVerify } from './verify';
import { simulate } from './simulate';

const main = async (): Promise<void> => {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 1e6));
  const count = Number(process.env.SESSIONS ?? 2000);
  console.log(`SEED=${seed} SESSIONS=${count}`);
  const folder = await mkdtemp(join(tmpdir(), 'simulation-'));
  const node = nodeExecutable(24);
  if ('missing' in node) throw new Error(node.missing);
  const deployed = await deploy(folder);
  const begun = performance.now();
  const scenario = planScenario(seed, count);
  const after = await simulate(scenario, { deployed, node: node.at, folder, statements: isBuilt('completeness statements') });
  console.log(`${Math.round(performance.now() - begun)} ms, ${folder}`);
  if (process.env.KEEP === undefined) await rm(folder, { recursive: true });
  const { trails, bucket, answer, tamperWithStatement, forgetTrail, pending, deadLetters, counts, ...rest } = after;
  console.log(rest, counts, { trails: trails.size, pending: pending.length, deadLetters: deadLetters.length });
  const verdicts = check(scenario, after, deployed.function.memoryMb);
  const verified = isBuilt('verify') ? await checkVerify(scenario, after) : [];
  for (const { promise, broken } of [...verdicts, ...verified]) {
    console.log(`${broken.length === 0 ? 'ok' : 'FAILED'}: ${promise}`);
    for (const how of broken.slice(0, 12)) console.log(`    ${how}`);
    if (broken.length > 12) console.log(`    and ${broken.length - 12} more`);
  }
  console.log(`harness ${Math.round(process.memoryUsage.rss() / 1e6)} MB`, process.cpuUsage());
};

void main();
