import { type MissingClues, missingTranscriptOf } from '../../../lambda/reconcile/cause-of-missing';
import { describedService } from '../../../lambda/service/described-service';
import { SESSION, sessionId } from '../records';

const task = { taskArn: 'task', cluster: 'production' };
const lookedAt = { bucket: 'exec-logs', key: `infra-dev/${SESSION}.log` };
const endedAt = new Date('2026-07-31T13:00:00Z');
const stopped = (secondsAfterEnd: number) =>
  describedService({ stoppedAt: new Date(endedAt.getTime() + secondsAfterEnd * 1_000) }, task);
const override = (bucket: string | null) => ({ kind: 'override', bucket, prefix: 'infra-dev' }) as const;
const clues = (changes: Partial<MissingClues> = {}): MissingClues => ({
  id: sessionId(),
  logging: override('exec-logs'),
  lookedAt,
  service: describedService({}, task),
  trace: { startedAt: null, endedAt, task },
  mayUpload: true,
  ...changes,
});
const causeOf = (changes: Partial<MissingClues>) => missingTranscriptOf(clues(changes)).cause;

describe('why a session has no transcript', () => {
  it.each<[string, Partial<MissingClues>, object]>([
    [
      'its cluster logs nothing',
      { logging: { kind: 'none' } },
      { bucket: null, key: null, cause: 'logging-none' },
    ],
    [
      'its cluster logs where the task does',
      { logging: { kind: 'default' } },
      { bucket: null, key: null, cause: 'logging-default' },
    ],
    [
      'its cluster logs to no bucket',
      { logging: override(null) },
      { bucket: null, key: null, cause: 'no-s3' },
    ],
    [
      'its cluster logs to another bucket',
      { logging: override('other') },
      { bucket: 'other', key: lookedAt.key, cause: 'other-bucket' },
    ],
    ['nobody knows', {}, { bucket: 'exec-logs', key: lookedAt.key, cause: 'unknown' }],
    [
      'its cluster is gone, and nobody knows',
      { logging: { kind: 'no-cluster' } },
      { bucket: null, key: null, cause: 'unknown' },
    ],
    [
      'its cluster is gone, and its task might not upload',
      { logging: { kind: 'no-cluster' }, mayUpload: false },
      { bucket: null, key: null, cause: 'upload-denied' },
    ],
  ])('%s', (_, changes, expected) => {
    expect(missingTranscriptOf(clues(changes))).toEqual({ lookedAt, ...expected });
  });

  it.each<[string, Partial<MissingClues>, string]>([
    [
      'its task might not upload, and stopped too',
      { mayUpload: false, service: stopped(0) },
      'upload-denied',
    ],
    ['its task stopped before it ended', { service: stopped(-1) }, 'task-stopped'],
    ['its task stopped while it was to be uploaded', { service: stopped(60) }, 'task-stopped'],
    ['its task ran on for longer than an upload takes', { service: stopped(61) }, 'unknown'],
    [
      'its task stopped, and nobody knows when it ended',
      { service: stopped(61), trace: null },
      'task-stopped',
    ],
    [
      'its task stopped, and SSM does not say when it ended',
      { service: stopped(61), trace: { startedAt: null, endedAt: null, task } },
      'task-stopped',
    ],
    ['nobody knows whether its task might upload', { mayUpload: null, service: stopped(0) }, 'task-stopped'],
    ['ECS has forgotten its task', { service: { kind: 'undescribed', task, note: 'gone' } }, 'unknown'],
  ])('%s', (_, changes, cause) => {
    expect(causeOf(changes)).toBe(cause);
  });
});
