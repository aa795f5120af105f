import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runtimeTools } from '../runtime-interface/chosen-runtime';
import { FOUND_TOOLS } from './found';
import { find } from './tools';

const openFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'found-tools-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** Before the workers start, which inherit the environment: what all of them would look for at the same time. */
const findForAll = (): void => {
  process.env[FOUND_TOOLS] ??= openFolder();
  for (const tool of runtimeTools()) find(tool);
};

export default findForAll;
