import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';
import * as v from 'valibot';
import { bundleFunction, bundling } from '../../stacks/constructs/bundle-function';
import { reportFirstSession } from './run-process';
import { withFirstSession } from './stage';

/** How much of a whole each of the largest parts is, largest first; between 0 and 1. */
export type Shares = readonly (readonly [part: string, share: number])[];

const MOST = 10;
const PROFILED_SESSIONS = 3;

const largest = (amounts: ReadonlyMap<string, number>): Shares => {
  const total = [...amounts.values()].reduce((sum, amount) => sum + amount, 0);
  return [...amounts]
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, MOST)
    .map(([part, amount]) => [part, amount / total]);
};

/** `@aws-sdk/client-s3` of a path below node_modules; of our own sources `lambda`. */
const packageAt = (path: string): string =>
  /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? path.split('/')[0] ?? path;

/** What the package consists of, before the schemas of operations that are never called are dropped. */
export const sourcesOf = (project: string): Shares => {
  const { metafile } = buildSync({ ...bundling(project), minify: true });
  const bytes = new Map<string, number>();
  for (const { inputs } of Object.values(metafile.outputs))
    for (const [path, { bytesInOutput }] of Object.entries(inputs))
      bytes.set(packageAt(path), (bytes.get(packageAt(path)) ?? 0) + bytesInOutput);
  return largest(bytes);
};

const Profile = v.object({
  nodes: v.array(
    v.object({
      id: v.number(),
      callFrame: v.object({ functionName: v.string(), url: v.string(), lineNumber: v.number() }),
    }),
  ),
  samples: v.array(v.number()),
  timeDeltas: v.array(v.number()),
});

/** Whose each line of a bundle is; esbuild says it in a comment before each module. */
const ownersOf = (bundle: string): readonly string[] => {
  // All that runs while it is loaded is one function, which begins on the first line.
  let owner = 'evaluating the bundle';
  return bundle.split('\n').map((line) => {
    owner = /^ *\/\/ (\S*node_modules\/\S+|lambda\/\S+)$/.exec(line)?.[1] ?? owner;
    return packageAt(owner);
  });
};

/** Where the main thread spends its time, by package: of the readable bundle, as a minified one does not say what is whose. */
export const profileOf = async (project: string, stackFolder: string, folder: string): Promise<Shares> => {
  const profiles = join(folder, 'profiles');
  mkdirSync(folder, { recursive: true });
  const { source } = bundleFunction(project);
  const bundlePath = join(folder, 'handler.js');
  const bundleUrl = pathToFileURL(bundlePath).href;
  writeFileSync(bundlePath, source);
  const options = ['--cpu-prof', '--cpu-prof-interval=200', `--cpu-prof-dir=${profiles}`];
  for (let session = 0; session < PROFILED_SESSIONS; session += 1)
    await withFirstSession(stackFolder, (cold) => reportFirstSession(cold, folder, options));
  const owners = ownersOf(source);
  const microseconds = new Map<string, number>();
  for (const file of readdirSync(profiles)) {
    const { nodes, samples, timeDeltas } = v.parse(
      Profile,
      JSON.parse(readFileSync(join(profiles, file), 'utf8')),
    );
    const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
    for (const [at, id] of samples.entries()) {
      const { url = '', functionName = '', lineNumber = 0 } = frames.get(id) ?? {};
      // Another file than the bundle is what runs it here.
      if (functionName === '(idle)' || (url.startsWith('file:') && url !== bundleUrl)) continue;
      const outside = functionName === 'wrapSafe' ? 'compiling the bundle' : url || functionName;
      const part = url === bundleUrl ? (owners[lineNumber] ?? url) : outside;
      microseconds.set(part, (microseconds.get(part) ?? 0) + (timeDeltas[at] ?? 0));
    }
  }
  return largest(microseconds);
};
