import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copiedSources, savingSources } from '../../verify/copies';
import { kosliSource } from '../../verify/kosli-source';
import { type Sources, UncheckableError } from '../../verify/sources';
import { logFileKey } from './verified-world';

const DAY = '2026-11-13';
const PLACE = { bucket: 'transcripts', key: 'a.log', versionId: null };

let folder: string;
const closing: (() => void)[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'save-'));
});
afterEach(async () => {
  for (const close of closing.splice(0)) close();
  await rm(folder, { recursive: true });
});

async function* brokenOff(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('[{"is_compliant":true}]');
  throw new UncheckableError('the connection broke');
}
async function* whole(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
const BROKEN: Sources = {
  cloudTrail: {
    bucket: 'acme-cloudtrail',
    async *list() {},
    read: async () => ({ body: brokenOff(), metadata: {} }),
    publicKeys: async () => [],
  },
  async *history() {},
  transcript: async () => brokenOff(),
  attestations: async () => brokenOff(),
  list: async () => null,
};
const filesLeft = async (): Promise<readonly string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
};

describe('what breaks off while it is copied', () => {
  it.each<[string, (sources: Sources) => Promise<unknown> | undefined]>([
    ['a transcript', ({ transcript }) => transcript(PLACE)],
    ['attestations', ({ attestations }) => attestations('alice', 'command-logs')],
    ['a log file', ({ cloudTrail }) => cloudTrail?.read(logFileKey(DAY))],
  ])('leaves no copy that passes for whole: %s', async (_, read) => {
    await expect(read(savingSources(folder, BROKEN))).rejects.toThrow('the connection broke');
    expect(await read(copiedSources(folder, 'acme-cloudtrail'))).toBeNull();
    expect(await filesLeft()).toEqual([]);
  });

  it('leaves the copy that was made before', async () => {
    const before: Sources = { ...BROKEN, transcript: async () => whole('shown') };
    await savingSources(folder, before).transcript(PLACE);
    await expect(savingSources(folder, BROKEN).transcript(PLACE)).rejects.toThrow('the connection broke');
    const shown: Uint8Array[] = [];
    for await (const chunk of (await copiedSources(folder, null).transcript(PLACE)) ?? []) shown.push(chunk);
    expect(Buffer.concat(shown).toString()).toBe('shown');
  });

  it('is unchecked where it is the answer of Kosli', async () => {
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('[{"is_compliant":', () => response.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => server.close());
    const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const kosli = kosliSource({ host, org: 'acme', flow: 'access' }, 'token');
    const reading = savingSources(folder, { ...BROKEN, ...kosli }).attestations('alice', 'command-logs');
    await expect(reading).rejects.toThrow(UncheckableError);
    await expect(reading).rejects.toThrow(
      'was asked for command-logs of trail "alice", and the answer broke off',
    );
    expect(await filesLeft()).toEqual([]);
  });
});

it('two that read one transcript at the same time copy it whole', async () => {
  const saving = savingSources(folder, { ...BROKEN, transcript: async () => whole('shown') });
  await Promise.all(Array.from({ length: 8 }, () => saving.transcript(PLACE)));
  expect(await filesLeft()).toHaveLength(1);
});

it('what a killed run left half written is not listed as a log file', async () => {
  const key = logFileKey(DAY);
  const saving = savingSources(folder, {
    ...BROKEN,
    cloudTrail: {
      bucket: 'acme-cloudtrail',
      async *list() {},
      read: async () => ({ body: whole('a log file'), metadata: {} }),
      publicKeys: async () => [],
    },
  });
  await saving.cloudTrail?.read(key);
  await writeFile(join(folder, 'cloudtrail', `${key}.4711.new`), 'a log');
  const keys: string[] = [];
  const files = copiedSources(folder, 'acme-cloudtrail').cloudTrail;
  for await (const listed of files?.list(key.slice(0, key.lastIndexOf('/') + 1)) ?? []) keys.push(listed);
  expect(keys).toEqual([key]);
});
