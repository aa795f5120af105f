import type { LateMishap, Match } from '../../stand-ins/network/mishaps';
import { htmlPage, s3Answer } from './answers';
import { type Fault, NOTHING_TO_DO, waits } from './fault';
import { ALICE } from './who';

const to = (more: Match = {}): Match => ({ service: 'S3', operation: 'GetObject', about: ALICE, ...more });
const WAIT = 'wait';

const fault = (part: Omit<Fault, 'where' | 'log' | 'todo'> & Partial<Fault>): Fault => ({
  where: 'S3',
  log: [],
  todo: NOTHING_TO_DO,
  ...part,
});
const answer = (status: number, code: string): LateMishap => ({
  kind: 'answer',
  answer: s3Answer(status, code),
});

export const FAULTS_OF_S3: readonly Fault[] = [
  fault({
    what: 'refuses the transcript (AccessDenied)',
    happens: [{ to: to(), is: answer(403, 'AccessDenied') }],
    lasts: 1,
    ends: { waits: [1800] },
    log: [waits("The function's role needs s3:GetObject and s3:GetObjectVersion")],
    todo: "let the function's role read the bucket, and use its key (`kms_key_arns`)",
  }),
  fault({
    what: 'no longer has the transcript (NoSuchKey)',
    happens: [{ to: to(), is: answer(404, 'NoSuchKey') }],
    ends: {
      waits: [],
      attestations: {
        'command-logs': { is_compliant: false, user_data: { reason: /deleted before it was read/ } },
      },
      how: '`command-logs` not compliant, saying that it was deleted',
    },
    todo: 'find out who deleted it: CloudTrail data events of the bucket, or its access log',
  }),
  fault({
    what: 'is busy once (SlowDown)',
    happens: [{ to: to({ times: 1 }), is: answer(503, 'SlowDown') }],
    ends: { waits: [] },
  }),
  fault({
    what: 'is busy (SlowDown)',
    happens: [{ to: to(), is: answer(503, 'SlowDown') }],
    lasts: 2,
    ends: { waits: [30, 60] },
    log: [waits('did not answer: SlowDown')],
    todo: WAIT,
  }),
  fault({
    what: 'fails (500 InternalError)',
    happens: [{ to: to(), is: answer(500, 'InternalError') }],
    lasts: 2,
    ends: { waits: [30, 60] },
    log: [waits('did not answer: InternalError')],
    todo: WAIT,
  }),
  fault({
    what: 'resets the connection once',
    happens: [{ to: to({ times: 1 }), is: { kind: 'reset-unanswered', carriedOut: false } }],
    ends: { waits: [] },
  }),
  fault({
    what: 'breaks off the transcript half-way',
    happens: [{ to: to({ times: 1 }), is: { kind: 'cut' } }],
    ends: { waits: [30] },
    log: [waits('S3 GetObject')],
    todo: WAIT,
  }),
  fault({
    what: 'stops sending the transcript half-way',
    happens: [{ to: to({ times: 1 }), is: { kind: 'hang-half-way' } }],
    seconds: 40,
    ends: { waits: [30] },
    log: [waits('could not be read in the time available')],
    todo: WAIT,
  }),
  fault({
    what: 'never answers',
    happens: [{ to: to({ times: 1 }), is: { kind: 'hang', carriedOut: false } }],
    seconds: 40,
    ends: { waits: [30] },
    log: [waits('could not be read in the time available')],
    todo: WAIT,
  }),
  fault({
    what: 'sends the transcript a byte at a time, so that it never ends in time',
    happens: [{ to: to({ times: 1 }), is: { kind: 'drip', everyMs: 50 } }],
    seconds: 40,
    ends: { waits: [30] },
    log: [waits('could not be read in the time available')],
    todo: WAIT,
  }),
  fault({
    what: 'answers 503 with 10 MB of HTML',
    happens: [{ to: to(), is: { kind: 'answer', answer: htmlPage(503) } }],
    lasts: 2,
    ends: { waits: [30, 60] },
    log: [waits('S3 GetObject')],
    todo: WAIT,
  }),
  fault({
    what: 'has another transcript under the key when it is read again (bucket with versions)',
    happens: [{ to: to({ times: 1 }), is: { kind: 'cut' } }],
    lasts: 1,
    overwrittenWith: Buffer.from('$ another transcript\r\r\n'),
    ends: {
      waits: [30],
      besides: ['command-logs', 'transcript-replaced'],
      attestations: { 'transcript-replaced': { is_compliant: false } },
      how: 'both transcripts, and `transcript-replaced`, not compliant',
    },
    log: [waits('S3 GetObject')],
    todo: 'find out who wrote the second one: `writer_principal_id`',
  }),
  fault({
    what: 'has another transcript under the key when it is read again (bucket without versions)',
    withoutVersions: true,
    happens: [{ to: to({ times: 1 }), is: { kind: 'cut' } }],
    lasts: 1,
    overwrittenWith: Buffer.from('$ another transcript\r\r\n'),
    ends: {
      waits: [30],
      besides: ['command-logs'],
      attestations: { 'command-logs': { is_compliant: null } },
      how: '`command-logs` of both, that of the first not compliant: it was overwritten before it was read',
    },
    log: [waits('S3 GetObject')],
    todo: 'turn on versioning',
  }),
];
