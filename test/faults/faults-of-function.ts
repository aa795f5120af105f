import { randomBytes } from 'node:crypto';
import type { Match } from '../../stand-ins/network/mishaps';
import { trailOf } from '../end-to-end/sessions';
import { kosliAnswer } from './answers';
import { type Fault, NOTHING_TO_DO, waits } from './fault';
import { killedAt } from './killed';
import { ALICE } from './who';

const MEGABYTE = 1024 * 1024;

const fault = (part: Omit<Fault, 'where' | 'log' | 'todo'> & Partial<Fault>): Fault => ({
  where: 'The function',
  log: [],
  todo: NOTHING_TO_DO,
  ...part,
});

const BY_REFERENCE = {
  waits: [],
  attestations: { 'command-logs': { user_data: { attached: 'reference' } } },
  how: 'the transcript by reference to S3',
} as const;

const NO_ROOM = {
  log: [{ level: 'WARN', message: 'There was no room on the disk for a transcript', says: 's3://' }],
  todo: 'nothing; if it lasts, look for what else fills the disk',
} as const;

const DISK: readonly Fault[] = [
  fault({
    what: 'has a full disk',
    preload: { file: 'disk', environment: { ROOM_BYTES: '0' } },
    withoutNetwork: true,
    ends: { ...BY_REFERENCE, ofBoth: true },
    ...NO_ROOM,
  }),
  fault({
    what: 'has a disk that gets full in the middle of a transcript',
    preload: { file: 'disk', environment: { ROOM_BYTES: String(MEGABYTE) } },
    transcript: randomBytes(2 * MEGABYTE),
    withoutNetwork: true,
    ends: BY_REFERENCE,
    ...NO_ROOM,
  }),
  fault({
    what: 'has a disk that gets full while a transcript that Kosli refuses (413) is gzipped',
    preload: { file: 'disk', environment: { ROOM_BYTES: String(3 * MEGABYTE) } },
    transcript: randomBytes(2 * MEGABYTE),
    happens: [
      {
        to: { service: 'Kosli', operation: 'attest command-logs', about: trailOf('alice'), times: 1 },
        is: { kind: 'answer', answer: kosliAnswer(413) },
      },
    ],
    ends: BY_REFERENCE,
  }),
];

const clock = (what: string, minutes: number): Fault =>
  fault({
    what,
    preload: { file: 'clock', environment: { CLOCK_OFF_MS: String(minutes * 60_000) } },
    // So that it takes longer than it would without any time.
    happens: [{ to: { service: 'Kosli', operation: 'begin trail' }, is: { kind: 'delay', ms: 2_000 } }],
    ends: { waits: [] },
  });

/** Every request the function makes for Alice's session, in turn: all the places it can die at. */
export const STEPS: readonly Match[] = [
  { service: 'CloudTrail', operation: 'LookupEvents' },
  { service: 'ECS', operation: 'DescribeTasks' },
  { service: 'SSM', operation: 'GetParameter' },
  { service: 'Kosli', operation: 'begin trail', about: trailOf('alice') },
  ...['user-identity', 'service-identity', 'command-logs'].map((name) => ({
    service: 'Kosli',
    operation: `list ${name}`,
    about: trailOf('alice'),
  })),
  { service: 'Kosli', operation: 'attest user-identity', about: trailOf('alice') },
  { service: 'Kosli', operation: 'attest service-identity', about: trailOf('alice') },
  { service: 'S3', operation: 'GetObject', about: ALICE },
  { service: 'Kosli', operation: 'attest command-logs', about: trailOf('alice') },
];

const killed = (step: Match, carriedOut: boolean): Fault =>
  fault({ ...killedAt(step, carriedOut), ends: { waits: [null], bob: 'the same', dies: true } });

export const FAULTS_OF_FUNCTION: readonly Fault[] = [
  ...DISK,
  clock('has a clock that is 10 minutes fast, and Kosli is slow', 10),
  clock('has a clock that is 10 minutes slow, and Kosli is slow', -10),
  ...STEPS.flatMap((step) => [killed(step, false), killed(step, true)]),
  fault({
    what: 'is killed (SIGKILL) when it hands its messages back, while Kosli is down',
    happens: [
      { to: { service: 'Kosli' }, is: { kind: 'answer', answer: kosliAnswer(503, { 'retry-after': '60' }) } },
    ],
    arrange: ({ stage, plan }) =>
      plan({
        to: { service: 'SQS', operation: 'ChangeMessageVisibility', about: 'ReceiptHandle', times: 1 },
        is: { kind: 'meanwhile', carriedOut: false, run: stage.reporter.kill },
      }),
    lasts: 1,
    ends: { waits: { oneOf: [[null], [60]] }, bob: 'the same', dies: true },
    log: [waits('Kosli answered 503')],
    todo: 'runbook: [reporter-errors](runbook.md#reporter-errors)',
  }),
];
