import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { type Measurement, spread, whenStarted } from './measurement';
import { makeCloudTrailFiles, OPENS_AT, PRESENT } from './scan/cloudtrail-files';

const home = join(tmpdir(), 'ecs-exec-evidence-bench');

interface Timed {
  readonly seconds: number;
  readonly found: readonly string[];
}
/** The result of one process, as scan/search.ts and scan/bare-loop.ts send it. */
interface Search {
  readonly first: Timed;
  readonly second: Timed;
  readonly peakBytes: number;
}

const shell = (root: string, command: string): string =>
  execFileSync('/bin/sh', ['-c', command], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 24 });
const timed = (root: string, command: string): { seconds: number; output: string } => {
  const begun = performance.now();
  const output = shell(root, command);
  return { seconds: (performance.now() - begun) / 1000, output };
};

const FILES = "find . -name '*.json.gz' | sort";
const runBundle = async (name: string, args: readonly string[]): Promise<Search> => {
  const child = fork(join(home, `${name}.js`), args, {
    execArgv: [],
    env: { ...process.env, NODE_NO_WARNINGS: '1' },
  });
  const [answer] = (await once(child, 'message')) as [Search];
  await once(child, 'exit');
  return answer;
};

/**
 * How fast callers are found in the bucket of a CloudTrail trail, compared with gzip and zgrep on the same files:
 * `npm run bench:scan [rounds]`. They take turns, so that other load on the machine slows all of them.
 */
export const benchScan = async (): Promise<Measurement> => {
  const rounds = require.main === module ? Number(process.argv[2] ?? 5) : 5;
  mkdirSync(home, { recursive: true });
  const { root, keys } = makeCloudTrailFiles(join(home, 'trail-files-2'));
  buildSync({
    entryPoints: ['search', 'bare-loop'].map((name) => join(__dirname, `scan/${name}.ts`)),
    outdir: home,
    bundle: true,
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
  });
  const megabytes = Number(shell(root, `${FILES} | xargs gzip -dc | wc -c`)) / 1e6;
  const server = fork(join(__dirname, 'scan/s3-server.ts'), [root]);
  const [port] = await once(server, 'message');
  const speed = {
    first: [] as number[],
    second: [] as number[],
    httpFirst: [] as number[],
    httpSecond: [] as number[],
    sdkFirst: [] as number[],
    sdkSecond: [] as number[],
    gzip: [] as number[],
    zgrep: [] as number[],
  };
  const peaks: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const endpoint = `http://127.0.0.1:${port}`;
    const search = await runBundle('search', [endpoint]);
    const bareHttp = await runBundle('bare-loop', [endpoint, 'http']);
    const bareSdk = await runBundle('bare-loop', [endpoint, 'sdk']);
    const gzip = timed(root, `${FILES} | xargs gzip -dc >/dev/null`);
    const zgrep = timed(root, `${FILES} | xargs -P2 -n10 zgrep -l -F ${PRESENT} || true`);
    const found = [...search.first.found, ...search.second.found].join();
    if (found !== [PRESENT, PRESENT].join() || zgrep.output.trim() !== `./${keys[OPENS_AT]}`) {
      throw new Error(
        `the search found "${found}", zgrep "${zgrep.output}"; ${PRESENT} is in ${keys[OPENS_AT]}`,
      );
    }
    for (const { found } of [bareHttp.first, bareHttp.second, bareSdk.first, bareSdk.second]) {
      if (found.join() !== keys[OPENS_AT]) throw new Error(`a bare loop found "${found}"`);
    }
    speed.first.push(megabytes / search.first.seconds);
    speed.second.push(megabytes / search.second.seconds);
    speed.httpFirst.push(megabytes / bareHttp.first.seconds);
    speed.httpSecond.push(megabytes / bareHttp.second.seconds);
    speed.sdkFirst.push(megabytes / bareSdk.first.seconds);
    speed.sdkSecond.push(megabytes / bareSdk.second.seconds);
    speed.gzip.push(megabytes / gzip.seconds);
    speed.zgrep.push(megabytes / zgrep.seconds);
    peaks.push(search.peakBytes / 1e6);
  }
  server.kill();

  const ratios = (of: readonly number[], to: readonly number[]) =>
    `${spread(
      of.map((value, at) => value / (to[at] ?? 1)),
      2,
    )} times`;
  const lines = [
    ['search over HTTP, new process', `${spread(speed.first, 0)} MB/s`],
    ['search over HTTP, warm process', `${spread(speed.second, 0)} MB/s`],
    ['gzip -dc FILES >/dev/null', `${spread(speed.gzip, 0)} MB/s`],
    ['xargs -P2 -n10 zgrep -l -F ID', `${spread(speed.zgrep, 0)} MB/s`],
    ['new process / gzip -dc', ratios(speed.first, speed.gzip)],
    ['new process / xargs zgrep', ratios(speed.first, speed.zgrep)],
    ['warm process / gzip -dc', ratios(speed.second, speed.gzip)],
    ['warm process / xargs zgrep', ratios(speed.second, speed.zgrep)],
    ['bare http, new / gzip -dc', ratios(speed.httpFirst, speed.gzip)],
    ['bare http, warm / gzip -dc', ratios(speed.httpSecond, speed.gzip)],
    ['bare SDK, new / gzip -dc', ratios(speed.sdkFirst, speed.gzip)],
    ['bare SDK, warm / gzip -dc', ratios(speed.sdkSecond, speed.gzip)],
    ['search / bare SDK, new', ratios(speed.first, speed.sdkFirst)],
    ['search / bare SDK, warm', ratios(speed.second, speed.sdkSecond)],
    ['peak memory of the search', `${spread(peaks, 0)} MB`],
  ];
  return {
    title: `Searching a CloudTrail trail's bucket: ${keys.length} files, ${megabytes.toFixed(0)} MB unpacked, ${rounds} rounds`,
    rows: lines.map(([figure = '', value = '']) => ({ figure, value })),
    json: { megabytesPerSecond: speed, peakMegabytes: peaks },
  };
};
whenStarted(module, benchScan);
