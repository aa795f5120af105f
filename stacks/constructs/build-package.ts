import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { zipSync } from 'fflate';
import { bundleFunction, minified } from './bundle-function';

// A zip records times and permissions. They are fixed, so that the same sources give the same bytes everywhere.
const FIXED = { mtime: new Date(1980, 0, 1), os: 3, attrs: 0o644 << 16, level: 9 } as const;

/** What the licences of bundled packages ask for; `npm run notices` writes it. */
export const NOTICES = 'THIRD-PARTY-NOTICES';

const zip = (handler: string, notices: Uint8Array): Uint8Array =>
  zipSync({ 'handler.js': [Buffer.from(handler), FIXED], [NOTICES]: [notices, FIXED] });

/**
 * Bundles the function.
 *
 * @param project the folder of the sources
 * @param path of the zip
 */
export const buildPackage = (project: string, path: string): void => {
  mkdirSync(dirname(path), { recursive: true });
  const handler = minified(bundleFunction(project).source);
  // Renamed into place, so that a concurrent synth never sees half a file.
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, zip(handler, readFileSync(join(project, NOTICES))));
  renameSync(unfinished, path);
};
