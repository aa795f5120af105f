import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { unpack } from '../../stand-ins/aws-lambda/deployment-package';

/** A deployment package, unpacked as Lambda does. */
export interface Package {
  readonly folder: string;
  readonly zipBytes: number;
}

const PACK = "process.stdout.write(require('./stacks/constructs/reporter-package').packReporter())";

/** Builds the package of a checkout with that checkout's own code. @param folder to unpack it to */
export const packageOf = async (checkout: string, folder: string): Promise<Package> => {
  const zip = execFileSync(process.execPath, ['--import', 'tsx', '-e', PACK], {
    cwd: checkout,
    encoding: 'utf8',
  });
  await unpack(readFileSync(zip), folder);
  return { folder, zipBytes: statSync(zip).size };
};

/** Those that a session is reported with, and SQS, which returns it to the queue. */
const CLIENTS = ['cloudtrail', 'ecs', 's3', 'sqs', 'ssm'];

/** Bundles the plain SDK clients, as anybody would who wants all of them. @returns the path of the bundle */
export const plainClients = (project: string, folder: string): string => {
  mkdirSync(folder, { recursive: true });
  const entry = join(folder, 'entry.js');
  const outfile = join(folder, 'clients.js');
  writeFileSync(
    entry,
    CLIENTS.map((name) => `export * as ${name} from '@aws-sdk/client-${name}';`).join('\n'),
  );
  buildSync({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node22',
    minify: true,
    nodePaths: [join(project, 'node_modules')],
    logLevel: 'error',
  });
  return outfile;
};
