import { byReference, gzipped } from '../../lambda/evidence/by-reference';
import { attestation, attributed, plan, ref, unattributed } from '../lambda/evidence/planned';
import { readTranscript, sessionOf, transcriptRef } from '../lambda/records';
import { firstCells, table } from './pages';

const REFERENCE = 'docs/reference.md';
const ON_EVERY = '### Fields of every attestation';

const inBucket = (digestVerified: 'pending' | 'false'): ReturnType<typeof sessionOf> => ({
  ...sessionOf(),
  foundIn: {
    source: 'cloudtrail-bucket',
    bucket: 'trail',
    key: 'AWSLogs/file.json.gz',
    deliveredAt: new Date('2026-07-31T12:30:00Z'),
    digestVerified,
  },
});
const gone = { kind: 'gone', ref: transcriptRef(), note: 'the transcript was deleted' } as const;
const undescribed = { kind: 'undescribed', task: null, note: 'nobody names the task' } as const;

/** Every way an attestation can come out, as what is sent of it. */
const VARIANTS = {
  'user-identity': [
    attestation('user-identity'),
    attestation('user-identity', { caller: attributed(inBucket('pending')) }),
    attestation('user-identity', { caller: attributed(inBucket('false')) }),
    attestation('user-identity', {
      caller: attributed(sessionOf(), { contradictions: [inBucket('pending')] }),
    }),
    attestation('user-identity', { caller: unattributed }),
    attestation('user-identity', { caller: { ...unattributed, records: [sessionOf()] } }),
  ],
  'service-identity': [
    attestation('service-identity'),
    attestation('service-identity', { service: undescribed }),
    attestation('service-identity', { service: { ...undescribed, task: ref } }),
  ],
  'command-logs': [
    attestation('command-logs'),
    attestation('command-logs', { caller: unattributed }),
    attestation('command-logs', { transcript: gone }),
    attestation('command-logs', { transcript: readTranscript({ blank: true }) }),
    attestation('command-logs', { transcript: readTranscript({ path: null }) }),
    gzipped(attestation('command-logs'), 'transcript.log', '/tmp/transcript.log.gz'),
    byReference(attestation('command-logs')),
  ],
};

const typeOf = (value: unknown): string =>
  value === null ? 'null' : typeof value === 'string' ? 'text' : typeof value;

describe('the attestations in the reference are those that are planned', () => {
  it('by name, in the README too', () => {
    const planned = plan().attestations.map(({ name }) => name);
    expect(planned).toEqual(Object.keys(VARIANTS));
    expect(firstCells('README.md', '## What is recorded')).toEqual(planned);
  });

  it.each(Object.entries(VARIANTS))('%s, with every field of user_data', (name, variants) => {
    const own = table(REFERENCE, `### \`${name}\``);
    const documented = [...firstCells(REFERENCE, ON_EVERY), ...firstCells(REFERENCE, `### \`${name}\``)];
    const sent = new Set(variants.flatMap(({ userData }) => Object.keys(userData)));
    expect(documented.toSorted()).toEqual([...sent].toSorted());
    for (const [field = '', , , when] of own) {
      const everywhere = variants.every(({ userData }) => field.replaceAll('`', '') in userData);
      expect([field, when === 'always']).toEqual([field, everywhere]);
    }
  });

  // A field that is never sent is the same on both sides, so that new evidence would pass for what the trail holds.
  it.each(Object.entries(VARIANTS))('%s, whose compared fields are sent', (name, variants) => {
    const documented = [...firstCells(REFERENCE, ON_EVERY), ...firstCells(REFERENCE, `### \`${name}\``)];
    const compared = variants.flatMap((each) => Object.keys(each.compared));
    expect(compared).not.toEqual([]);
    expect(compared.filter((field) => !documented.includes(field))).toEqual([]);
  });

  it.each(Object.entries(VARIANTS))('%s, with the type of every field', (name, variants) => {
    const rows = [...table(REFERENCE, ON_EVERY), ...table(REFERENCE, `### \`${name}\``)];
    for (const [field = '', types = ''] of rows) {
      const values = variants.map(({ userData }) => userData[field.replaceAll('`', '')]);
      for (const value of values.filter((each) => each !== undefined))
        expect([field, types.split(' or ')]).toEqual([field, expect.arrayContaining([typeOf(value)])]);
    }
  });

  it('command-logs, with every way it may be attached', () => {
    const row = table(REFERENCE, '### `command-logs`').find(([field]) => field === '`attached`');
    const ways = new Set(VARIANTS['command-logs'].map(({ userData }) => userData.attached));
    expect([...ways].toSorted()).toEqual(['gzip', 'none', 'reference', 'verbatim']);
    for (const way of ways) expect(row?.[2]).toContain(`\`${way}\``);
  });
});
