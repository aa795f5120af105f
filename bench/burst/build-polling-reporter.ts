import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

/** Bundles the polling reporter as the reporter itself is bundled. The caller removes the folder. */
export const buildPollingReporter = (): { readonly taskRoot: string; readonly handler: string } => {
  const taskRoot = mkdtempSync(join(tmpdir(), 'polling-reporter-'));
  buildSync({
    entryPoints: [join(__dirname, 'polling-reporter.ts')],
    outfile: join(taskRoot, 'polling-reporter.js'),
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    mainFields: ['module', 'main'],
    minify: true,
    logLevel: 'error',
  });
  return { taskRoot, handler: 'polling-reporter.handler' };
};
