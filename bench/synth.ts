import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { type Measurement, whenStarted } from './measurement';

// How long `cdktf synth` takes here, compared with an empty app: the command itself, Node and cdktf are in both, so the ratio
// is what this project adds. Runs alternate and the fastest of each counts, because other load on the machine only adds.

const ROUNDS = 7;
const ALLOWED_RATIO = 1.5;

const project = join(__dirname, '..');
const scratch = mkdtempSync(join(tmpdir(), 'bench-synth-'));
const emptyApp = join(scratch, 'empty');

const EMPTY_MAIN =
  "import { App, TerraformStack } from 'cdktf';\nconst app = new App();\nnew TerraformStack(app, 'empty');\napp.synth();\n";

const makeEmptyApp = (): void => {
  mkdirSync(emptyApp);
  symlinkSync(join(project, 'node_modules'), join(emptyApp, 'node_modules'));
  writeFileSync(join(emptyApp, 'main.ts'), EMPTY_MAIN);
  writeFileSync(
    join(emptyApp, 'cdktf.json'),
    JSON.stringify({
      language: 'typescript',
      app: 'node --import tsx main.ts',
      projectId: '00000000-0000-4000-8000-000000000000',
      sendCrashReports: 'false',
    }),
  );
};

/** Milliseconds of one `cdktf synth`. @throws with what it printed when it fails */
const synth = (folder: string, output: string): number => {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(
    join(project, 'node_modules', '.bin', 'cdktf'),
    ['synth', '--output', join(scratch, output)],
    { cwd: folder, encoding: 'utf8', env: { ...process.env, CHECKPOINT_DISABLE: '1', CI: '1' } },
  );
  if (status !== 0) throw new Error(`cdktf synth in ${output} ended with ${status}:\n${stdout}${stderr}`);
  return performance.now() - started;
};

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`;

/** How long `cdktf synth` takes, beside an empty app. */
export const benchSynth = async (): Promise<Measurement> => {
  try {
    makeEmptyApp();
    const empty: number[] = [];
    const ours: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      empty.push(synth(emptyApp, 'empty.out'));
      ours.push(synth(project, 'project.out'));
    }
    const ratio = Math.min(...ours) / Math.min(...empty);
    if (ratio > ALLOWED_RATIO) process.exitCode = 1;
    return {
      title: `cdktf synth, the fastest of ${ROUNDS}`,
      rows: [
        { figure: 'empty app', value: seconds(Math.min(...empty)) },
        {
          figure: 'this project',
          value: seconds(Math.min(...ours)),
          ratio: `${ratio.toFixed(2)} times the empty app (at most ${ALLOWED_RATIO})`,
        },
      ],
      json: { emptyMs: empty, projectMs: ours },
    };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
};
whenStarted(module, benchSynth);
