import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readStack } from '../../../stand-ins/terraform/stack';
import { stackFolderIn, synthesise } from '../../../stand-ins/terraform/synthesise';

describe('reading the synthesised stack', () => {
  let folder = '';
  let written = '';
  const file = () => join(stackFolderIn(folder), 'cdk.tf.json');
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'synthesised-'));
    await synthesise(folder);
    written = await readFile(file(), 'utf8');
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('takes it as it is', async () => {
    await writeFile(file(), written);
    await expect(readStack(stackFolderIn(folder))).resolves.toBeDefined();
  });

  it.each([
    'visibility_timeout_seconds',
    'message_retention_seconds',
    'redrive_policy',
    'batch_size',
    'maximum_batching_window_in_seconds',
    'maximum_concurrency',
    'schedule_expression',
  ])('refuses it without %s', async (name) => {
    expect(written).toContain(`"${name}"`);
    await writeFile(file(), written.replaceAll(`"${name}"`, '"renamed"'));
    await expect(readStack(stackFolderIn(folder))).rejects.toThrow(/Invalid|expected/i);
  });
});
