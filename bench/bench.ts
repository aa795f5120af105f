import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { benchBurst } from './burst';
import { benchCold } from './cold';
import { type Measurement, printMeasurement } from './measurement';
import { benchMemory } from './memory';
import { benchScan } from './scan';
import { benchSynth } from './synth';
import { benchWarm } from './warm';

/** All of them, one after another: `npm run bench -- [--json FILE]`. What each compares, it measured in this run. */
const BENCHMARKS = {
  cold: benchCold,
  warm: benchWarm,
  burst: benchBurst,
  memory: benchMemory,
  scan: benchScan,
  synth: benchSynth,
};

const run = async (): Promise<void> => {
  const { values } = parseArgs({ options: { json: { type: 'string' } } });
  const measured: Record<string, Measurement> = {};
  const [processor] = cpus();
  const machine = `${cpus().length} cores (${processor?.model ?? 'unknown'}), Node ${process.version}`;
  console.log(machine);
  for (const [name, measure] of Object.entries(BENCHMARKS)) {
    const measurement = await measure();
    printMeasurement(measurement);
    measured[name] = measurement;
  }
  if (values.json !== undefined)
    writeFileSync(values.json, `${JSON.stringify({ machine, ...measured }, null, 2)}\n`);
};
run().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
