import { alreadyReported } from '../../../lambda/evidence/already-reported';
import type { Attestation } from '../../../lambda/evidence/attestation';
import type { MissingCause, MissingTranscript } from '../../../lambda/evidence/missing-transcript';
import { planMissing, type SessionFacts } from '../../../lambda/evidence/plan-evidence';
import { readTranscript, SESSION, sessionOf, transcriptRef } from '../records';
import { attestation, attributed, factsOf, plan, RULES, unattributed } from './planned';

const KEY = `infra-dev/${SESSION}.log`;

const missing = (
  changes: Partial<MissingTranscript> = {},
  facts: Partial<SessionFacts> = {},
): Attestation => {
  const lookedAt = { bucket: 'exec-logs', key: KEY };
  const place = { lookedAt, ...lookedAt, cause: 'unknown', ...changes } as const;
  const { trail, attestations } = planMissing(factsOf(facts), place, RULES);
  expect(trail).toBe(plan(facts).trail);
  const [only, another] = attestations;
  if (only === undefined || another !== undefined) throw new Error('expected one attestation');
  return only;
};

const gone = (etag = 'e-1') =>
  attestation('command-logs', {
    transcript: { kind: 'gone', ref: transcriptRef({ etag }), note: 'the transcript was deleted' },
  });
const holds = (now: Attestation, ...held: Attestation[]) => alreadyReported(now, held);

describe('a session whose transcript was not uploaded', () => {
  it('has command-logs that say so, with nothing that would have been measured', () => {
    expect(missing({ cause: 'task-stopped' })).toMatchObject({
      name: 'command-logs',
      subject: SESSION,
      compliant: false,
      attachment: null,
    });
    expect(missing({ cause: 'task-stopped' }).userData).toEqual({
      session_id: SESSION,
      cloudtrail_event_id: 'b0a1c2d3-4e5f-4a6b-8c7d-9e0f1a2b3c4d',
      reporter_version: '1.2.3',
      preview: null,
      preview_truncated: null,
      preview_erased: null,
      bucket: 'exec-logs',
      key: KEY,
      version_id: null,
      size_bytes: null,
      sha256: null,
      etag: null,
      uploaded_at: null,
      writer_principal_id: null,
      writer_matches_task: 'unknown',
      command: '/bin/bash',
      interactive: true,
      started_at: '2026-07-31T12:25:25.000Z',
      ended_at: null,
      duration_seconds: null,
      attached: 'none',
      cause: 'task-stopped',
      reason: `no transcript was found at s3://exec-logs/${KEY}: the task stopped before it could upload one`,
    });
  });

  it.each<[MissingCause, RegExp, RegExp]>([
    ['logging-none', /NONE/, /logging OVERRIDE/],
    ['logging-default', /DEFAULT/, /logging OVERRIDE/],
    ['no-s3', /no S3 bucket/, /s3BucketName/],
    ['other-bucket', /another S3 bucket/, /may be there/],
    ['task-stopped', /task stopped/, /ask the caller/],
    ['upload-denied', /may not write/, /s3:PutObject/],
    ['unknown', /not known/, /script or cat/],
  ])('for cause %s says what it means and what to do', (cause, meaning, whatToDo) => {
    const { description, userData } = missing({ cause });
    expect(userData).toMatchObject({ cause, reason: expect.stringMatching(meaning) });
    expect(description).toMatch(meaning);
    expect(description).toMatch(whatToDo);
  });

  it('says where it was looked for, why it is not there and what to do, and cuts what has no end', () => {
    expect(missing({ cause: 'task-stopped' }).description).toBe(
      `Not compliant: no transcript was found at s3://exec-logs/${KEY}: the task stopped before it could upload one. ` +
        'Then what was done in the shell is not recorded anywhere: ask the caller.',
    );
    const key = 'x'.repeat(9_000);
    const { userData } = missing({ key, lookedAt: { bucket: 'exec-logs', key } });
    expect(userData).toMatchObject({
      key: expect.stringMatching(/^x{4000}… /),
      reason: expect.stringMatching(
        /exec-logs\/x{4000}… \[truncated, 9000 characters in total\]: the cause is not known$/,
      ),
    });
  });

  it('has the end that SSM knows, and no place where none is known', () => {
    const trace = { startedAt: null, endedAt: new Date('2026-07-31T12:30:25Z'), task: null };
    const caller = attributed(sessionOf(), { trace });
    expect(missing({ bucket: null, key: null, cause: 'logging-none' }, { caller }).userData).toMatchObject({
      bucket: null,
      key: null,
      ended_at: '2026-07-31T12:30:25.000Z',
      duration_seconds: 300,
    });
  });

  it('is said to have none on the trail of nobody, where nobody is known', () => {
    expect(missing({}, { caller: unattributed }).userData).toMatchObject({ started_at: null, command: null });
  });
});

describe('that no transcript was uploaded', () => {
  it('is said once for each cause, wherever the transcript would have to be', () => {
    const said = missing({ cause: 'logging-none' });
    expect(holds(missing({ cause: 'logging-none', key: 'elsewhere.log' }), said)).toBe(true);
    expect(holds(missing({ cause: 'no-s3' }), said)).toBe(false);
  });

  it('is not said again when the cause can no longer be told', () => {
    expect(holds(missing({ cause: 'unknown' }), missing({ cause: 'task-stopped' }))).toBe(true);
    expect(holds(missing({ cause: 'task-stopped' }), missing({ cause: 'unknown' }))).toBe(false);
  });

  it('is not said of a session with a transcript, nor of one whose transcript was deleted', () => {
    const said = missing({ cause: 'task-stopped' });
    expect(holds(said, attestation('command-logs'))).toBe(true);
    expect(holds(said, gone())).toBe(true);
  });

  it('does not keep a transcript from being reported that comes later, or is deleted then', () => {
    expect(holds(attestation('command-logs'), missing())).toBe(false);
    expect(holds(gone(), missing())).toBe(false);
    const ofNoVersions = transcriptRef({ versionId: null, etag: null });
    const note = 'the transcript was deleted';
    const transcript = { kind: 'gone', ref: ofNoVersions, note } as const;
    expect(holds(attestation('command-logs', { transcript }), missing())).toBe(false);
  });

  it('is a matter of its own session', () => {
    const other = { ...attestation('command-logs', { transcript: readTranscript() }), subject: 'another' };
    expect(holds(missing(), other)).toBe(false);
  });
});
