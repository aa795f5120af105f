import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copiedSources, savingSources } from '../../verify/copies';
import type { PublicKey, Sources } from '../../verify/sources';

const JULY = { fingerprint: '31e8b5', pkcs1: 'anVseQ==' };
const AUGUST = { fingerprint: '77c66b', pkcs1: 'YXVndXN0' };

const signedWith = (keys: readonly PublicKey[]): Sources => ({
  cloudTrail: {
    bucket: 'acme-cloudtrail',
    async *list() {},
    read: async () => null,
    publicKeys: async () => keys,
  },
  async *history() {},
  transcript: async () => null,
  attestations: async () => null,
  list: async () => null,
});

it('days that were signed with different keys are saved with the keys of all, each once', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'keys-'));
  const keysOf = (sources: Sources) => sources.cloudTrail?.publicKeys(new Date(0), new Date());
  for (const keys of [[JULY], [JULY, AUGUST], [AUGUST]]) {
    // Whoever asks is given those of the day.
    expect(await keysOf(savingSources(folder, signedWith(keys)))).toEqual(keys);
  }
  expect(await keysOf(copiedSources(folder, 'acme-cloudtrail'))).toEqual([JULY, AUGUST]);
  await rm(folder, { recursive: true });
});
