import { existsSync } from 'node:fs';
import { join } from 'node:path';

// In a checkout the project, in the npm package the folder of what is compiled.
const ROOT = join(__dirname, '..', '..');

/** `<file>.<function>` for Lambda. */
export const HANDLER = 'handler.handler';

export const PACKAGE_NAME = 'reporter.zip';

let packed: string | undefined;

/**
 * The deployment package of the function: in a checkout built once per process, as the sources do not change while stacks are
 * composed; the npm package has it built, and needs no bundler.
 * @returns the path of the zip
 */
export const packReporter = (): string => {
  if (packed) return packed;
  if (existsSync(join(ROOT, 'lambda', 'handler.ts'))) {
    // Loaded here, because esbuild is installed with the sources only.
    const { buildPackage } = require('./build-package') as typeof import('./build-package');
    packed = join(ROOT, 'dist', PACKAGE_NAME);
    buildPackage(ROOT, packed);
  } else {
    packed = join(ROOT, PACKAGE_NAME);
  }
  return packed;
};
