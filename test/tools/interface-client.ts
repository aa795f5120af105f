import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { onPath } from '../deploy/requirements';
import type { Found } from './found';

/** What AWS's Node.js runtimes are made of: https://github.com/aws/aws-lambda-nodejs-runtime-interface-client */
const PACKAGE = 'aws-lambda-ric';
const VERSION = '4.0.2';

// Built once a machine. Not in the temporary folder, where anybody could have put another one before us.
const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'ecs-exec-evidence-reporter');

// What its install script calls: it builds libcurl and aws-lambda-cpp, and an addon over them.
const BUILD_TOOLS: readonly (readonly string[])[] = [
  ['cmake', 'cmake3'],
  ['make'],
  ['cc'],
  ['c++'],
  ['python3'],
];

const unbuildable = (): string | null => {
  if (process.platform !== 'linux') return 'it is built on Linux only';
  const missing = BUILD_TOOLS.filter((names) => !names.some(onPath)).map((names) => names.join(' or '));
  return missing.length === 0 ? null : `${missing.join(', ')} not on PATH`;
};

interface Npm {
  readonly status: number | null;
  readonly output: string;
}

const OPTIONS = ['--prefix=.', '--loglevel=error', '--fetch-retries=1', '--no-audit', '--no-fund'];

const npm = (node: string, folder: string, ...command: readonly string[]): Npm => {
  const { PATH = '' } = process.env;
  const { status, stdout, stderr } = spawnSync('npm', [...command, ...OPTIONS], {
    cwd: folder,
    encoding: 'utf8',
    // The package insists on Node 22 or newer, and so npm has to run on that one too.
    env: { ...process.env, PATH: `${dirname(node)}${delimiter}${PATH}` },
  });
  return { status, output: `${stdout}${stderr}`.trim() };
};

/**
 * AWS's runtime interface client, fetched and built for the Node executable where it is not yet.
 *
 * @returns the path of its entry point
 * @throws when all it needs is there, and it does not build
 */
export const interfaceClient = (node: string): Found => {
  const name = `${PACKAGE}@${VERSION}`;
  const home = join(CACHE, `${PACKAGE}-${VERSION}-${process.platform}-${process.arch}`);
  const entry = join('node_modules', PACKAGE, 'index.mjs');
  if (existsSync(join(home, entry))) return { at: join(home, entry) };
  const reason = unbuildable();
  if (reason !== null) return { missing: `${name} cannot be built here: ${reason}` };
  mkdirSync(CACHE, { recursive: true, mode: 0o700 });
  const folder = mkdtempSync(join(CACHE, 'building-'));
  try {
    const fetched = npm(node, folder, 'install', name, '--ignore-scripts');
    if (fetched.status !== 0) {
      const code = /^npm error code (\w+)$/m.exec(fetched.output)?.[1] ?? `exit status ${fetched.status}`;
      return { missing: `${name} cannot be had from npm: ${code}` };
    }
    // npm's packages of Node bring its headers, which need not be fetched then.
    const prefix = dirname(dirname(node));
    const headers = existsSync(join(prefix, 'include/node/node_api.h')) ? [`--nodedir=${prefix}`] : [];
    const built = npm(node, folder, 'rebuild', PACKAGE, '--ignore-scripts=false', ...headers);
    if (built.status !== 0) throw new Error(`${name} does not build:\n${built.output}`);
    rmSync(home, { recursive: true, force: true });
    renameSync(folder, home);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { at: join(home, entry) };
};
