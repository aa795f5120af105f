import { callCollector } from '../../lambda/completeness/calls-of-day';
import { statementOfDay } from '../../lambda/completeness/statement-of-day';
import type { Attestation, Evidence } from '../../lambda/evidence/attestation';
import type { AttestationName } from '../../lambda/evidence/attestations';
import { byReference, gzipped } from '../../lambda/evidence/by-reference';
import { planCompleteness } from '../../lambda/evidence/completeness';
import type { MissingCause } from '../../lambda/evidence/missing-transcript';
import { ofSession, planBypass, planMissing, planRefusal } from '../../lambda/evidence/plan-evidence';
import { planLoss, planReplacements } from '../../lambda/evidence/plan-replacements';
import { parseExecuteCommand } from '../../lambda/session/execute-command-record';
import type { BypassCall, FailedCall } from '../../lambda/session/session';
import { parseStartSession } from '../../lambda/session/start-session-record';
import { executeCommandRecord } from '../../stand-ins/recorded-session/execute-command-record';
import { startSessionRecord } from '../../stand-ins/recorded-session/start-session-record';
import { attestation, attributed, factsOf, plan, RULES, ref, unattributed } from '../lambda/evidence/planned';
import { LOCATION, readTranscript, sessionId, sessionOf, transcriptRef } from '../lambda/records';
import { firstCells, pageAt, table } from './pages';

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

const refusal = { errorCode: 'AccessDenied', errorMessage: 'User is not authorized' };
const refused = (fields: Parameters<typeof executeCommandRecord>[1] = {}): FailedCall => {
  const record = parseExecuteCommand(executeCommandRecord({ refusal }, fields), { source: 'eventbridge' });
  if (record.kind !== 'refused') throw new Error('the record is not of a refusal');
  return record.call;
};
const bypassed = (fields: Parameters<typeof startSessionRecord>[1] = {}): BypassCall => {
  const record = parseStartSession(startSessionRecord({}, fields), { source: 'eventbridge' });
  if (record.kind !== 'bypass') throw new Error('the record is not of a bypass');
  return record.call;
};
const writtenBy = (writerPrincipalId: string | null) =>
  readTranscript({ ref: transcriptRef({ writerPrincipalId }) });
const planned = ({ attestations }: Evidence) => attestations;
const compared = () => attestation('command-logs').compared;
const CAUSES = [
  'logging-none',
  'logging-default',
  'no-s3',
  'other-bucket',
  'task-stopped',
  'upload-denied',
  'unknown',
] as const satisfies readonly MissingCause[];

const stated = (records: readonly object[], previousRoot: string | null) => {
  const collector = callCollector('2026-07-31');
  for (const record of records) collector.take(record, { source: 'event-history' });
  const statement = statementOfDay('2026-07-31', collector.calls(), []);
  return planCompleteness(LOCATION, statement, { number: 1, previousRoot }, RULES);
};

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
    attestation('command-logs', {}, { previewCharacters: 0 }),
    attestation('command-logs', { transcript: writtenBy(null) }),
    attestation('command-logs', { transcript: writtenBy('AIDAMALLORY') }),
    ...CAUSES.flatMap((cause) =>
      planned(
        planMissing(
          factsOf(),
          { lookedAt: { bucket: 'exec-logs', key: 'k' }, bucket: null, key: null, cause },
          RULES,
        ),
      ),
    ),
    gzipped(attestation('command-logs'), 'transcript.log', '/tmp/transcript.log.gz'),
    byReference(attestation('command-logs')),
  ],
  'transcript-replaced': [
    ...planned(
      planReplacements(
        ofSession(factsOf(), RULES),
        'b'.repeat(64),
        [compared(), { ...compared(), sha256: 'b'.repeat(64) }],
        RULES,
      ),
    ),
    ...planned(
      planLoss({ sessionId: sessionId(), eventId: 'e-1', trail: 'alice' }, compared(), 'deleted', RULES),
    ),
  ],
  'access-denied': [refused(), refused({ requestParameters: null })].flatMap((call) =>
    planned(planRefusal(call, RULES)),
  ),
  'session-bypass': [bypassed(), bypassed({ responseElements: null })].flatMap((call) =>
    planned(planBypass(call, RULES)),
  ),
  completeness: [...planned(stated([], null)), ...planned(stated([executeCommandRecord()], 'ab'.repeat(32)))],
} satisfies Record<AttestationName, readonly Attestation[]>;

const typeOf = (value: unknown): string =>
  value === null ? 'null' : typeof value === 'string' ? 'text' : typeof value;

describe('the attestations in the reference are those that are planned', () => {
  it('by name', () => {
    const section = pageAt(REFERENCE).split('\n## Attestations\n')[1]?.split('\n## ')[0] ?? '';
    const headings = [...section.matchAll(/^### `(.*)`$/gm)].map(([, name]) => name);
    expect(headings).toEqual(Object.keys(VARIANTS));
  });

  it('of every session, in the README too', () => {
    const ofEvery = plan().attestations.map(({ name }) => name);
    expect(firstCells('README.md', '## What is recorded')).toEqual(ofEvery);
    for (const name of ofEvery) expect(Object.keys(VARIANTS)).toContain(name);
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

  it('command-logs, with every cause of a missing transcript, and what it means', () => {
    const [, causes = ''] = pageAt(REFERENCE).split('\n| `cause` | means |\n');
    const listed = [...(causes.split('\n\n')[0] ?? '').matchAll(/^\| `(.*?)` \|/gm)].map(
      ([, cause]) => cause,
    );
    expect(listed).toEqual(CAUSES);
  });
});
