import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildSync, type Metafile } from 'esbuild';
import { zipSync } from 'fflate';

/** The function in one file, and what it is made of. @param project the folder of the sources */
export const bundleFunction = (
  project: string,
): { readonly handler: Uint8Array; readonly metafile: Metafile } => {
  const { outputFiles, metafile } = buildSync({
    absWorkingDir: project,
    entryPoints: ['lambda/handler.ts'],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    // ES modules where a package has both: esbuild then drops what is not used.
    mainFields: ['module', 'main'],
    // Identifiers too: the names of errors, which logs show, are strings in the sources.
    minify: true,
    // So that a linked node_modules gives the same bytes.
    preserveSymlinks: true,
    logLevel: 'error',
  });
  const [file] = outputFiles;
  if (!file) throw new Error('esbuild returned no file for lambda/handler.ts, expected one bundle');
  return { handler: file.contents, metafile };
};

// A zip records times and permissions. They are fixed, so that the same sources give the same bytes everywhere.
const FIXED = { mtime: new Date(1980, 0, 1), os: 3, attrs: 0o644 << 16, level: 9 } as const;

/** What the licences of bundled packages ask for; `npm run notices` writes it. */
export const NOTICES = 'THIRD-PARTY-NOTICES';

const zip = (handler: Uint8Array, notices: Uint8Array): Uint8Array =>
  zipSync({ 'handler.js': [handler, FIXED], [NOTICES]: [notices, FIXED] });

/**
 * Bundles the function.
 *
 * @param project the folder of the sources
 * @param path of the zip
 */
export const buildPackage = (project: string, path: string): void => {
  mkdirSync(dirname(path), { recursive: true });
  // Renamed into place, so that a concurrent synth never sees half a file.
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, zip(bundleFunction(project).handler, readFileSync(join(project, NOTICES))));
  renameSync(unfinished, path);
};
