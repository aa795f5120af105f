import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unzipSync } from 'fflate';

/** Unpacks a zipped function into a folder, as Lambda does before the first invocation. */
export const unpack = async (zip: Buffer, taskRoot: string): Promise<void> => {
  await mkdir(taskRoot, { recursive: true });
  for (const [name, bytes] of Object.entries(unzipSync(zip))) await writeFile(join(taskRoot, name), bytes);
};
