import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { nodeExecutable } from '../test/tools/node-executable';
import { type Measurement, spread, whenStarted } from './measurement';
import { makeCloudTrailFiles, OPENS_AT, PRESENT } from './scan/cloudtrail-files';

const home = join(tmpdir(), 'ecs-exec-evidence-bench');

interface Timed {
  readonly seconds: number;
  /** Of all threads. */
  readonly processor: number;
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
const timed = (root: string, command: string): { seconds: number; processor: number; output: string } => {
  const begun = performance.now();
  // `times` prints those of the shell and then those of its children, each `0m1.05s 0m0.02s`.
  const printed = shell(root, `${command}; times`).trimEnd().split('\n');
  const seconds = (performance.now() - begun) / 1000;
  const times = [...(printed.at(-1) ?? '').matchAll(/(\d+)m([\d.]+)s/g)];
  const processor = times.reduce((sum, [, minutes, rest]) => sum + Number(minutes) * 60 + Number(rest), 0);
  return { seconds, processor, output: printed.slice(0, -2).join('\n') };
};

const SEARCH = 'search over HTTP';
const BARE_SDK = 'bare loop, SDK';
const BARE_HTTP = 'bare loop, node:http';
const GZIP = 'gzip -dc';
const ZGREP = 'xargs -P2 zgrep';

const FILES = "find . -name '*.json.gz' | sort";
const deployedNode = (): string => {
  const found = nodeExecutable(24);
  if ('missing' in found) throw new Error(found.missing);
  return found.at;
};
const runBundle = async (node: string, name: string, args: readonly string[]): Promise<Search> => {
  const child = fork(join(home, `${name}.js`), args, {
    execPath: node,
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
  const node = deployedNode();
  const megabytes = Number(shell(root, `${FILES} | xargs gzip -dc | wc -c`)) / 1e6;
  const server = fork(join(__dirname, 'scan/s3-server.ts'), [root]);
  const [port] = await once(server, 'message');
  const rates = new Map<string, number[]>();
  const add = (name: string, rate: number) => rates.set(name, [...(rates.get(name) ?? []), rate]);
  const peaks: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const endpoint = `http://127.0.0.1:${port}`;
    const search = await runBundle(node, 'search', [endpoint]);
    const bareHttp = await runBundle(node, 'bare-loop', [endpoint, 'http']);
    const bareSdk = await runBundle(node, 'bare-loop', [endpoint, 'sdk']);
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
    for (const [name, { first, second }] of [
      [SEARCH, search],
      [BARE_SDK, bareSdk],
      [BARE_HTTP, bareHttp],
    ] as const) {
      for (const [turn, { seconds, processor }] of [
        ['new', first],
        ['warm', second],
      ] as const) {
        add(`${name}, ${turn}`, megabytes / seconds);
        add(`${name}, ${turn}, processor`, megabytes / processor);
      }
    }
    for (const [name, { seconds, processor }] of [
      [GZIP, gzip],
      [ZGREP, zgrep],
    ] as const) {
      add(name, megabytes / seconds);
      add(`${name}, processor`, megabytes / processor);
    }
    peaks.push(search.peakBytes / 1e6);
  }
  server.kill();

  const of = (name: string) => rates.get(name) ?? [];
  const ratios = (over: string, under: string) =>
    `${spread(
      of(over).map((value, at) => value / (of(under)[at] ?? 1)),
      2,
    )} times`;
  const processes = [SEARCH, BARE_SDK, BARE_HTTP].flatMap((name) => [`${name}, new`, `${name}, warm`]);
  const lines = [
    ...[...processes, GZIP, ZGREP].map((name) => [name, `${spread(of(name), 0)} MB/s`]),
    ...processes.map((name) => [`${name} / ${GZIP}`, ratios(name, GZIP)]),
    ...processes.map((name) => [`${name} / ${ZGREP}`, ratios(name, ZGREP)]),
    ...processes.map((name) => [
      `${name}, MB a processor second / ${GZIP}`,
      ratios(`${name}, processor`, `${GZIP}, processor`),
    ]),
    ['peak memory of the search', `${spread(peaks, 0)} MB`],
  ];
  return {
    title: `Searching a CloudTrail trail's bucket: ${keys.length} files, ${megabytes.toFixed(0)} MB unpacked, ${rounds} rounds`,
    rows: lines.map(([figure = '', value = '']) => ({ figure, value })),
    json: { megabytesPerSecond: Object.fromEntries(rates), peakMegabytes: peaks },
  };
};
whenStarted(module, benchScan);
