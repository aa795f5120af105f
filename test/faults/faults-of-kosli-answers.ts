import { htmlPage, kosliAnswer } from './answers';
import { type Fault, NOTHING_TO_DO, type Waits, waits } from './fault';
import { to, WAIT } from './kosli';

const MEGABYTE = 1024 * 1024;
const LARGE = Buffer.alloc(8 * MEGABYTE, '$ the same line again\r\r\n');

type Part = Pick<Fault, 'what' | 'happens' | 'ends'> & Partial<Fault>;

const quietly = (part: Part): Fault => ({
  where: 'Kosli, odd answers',
  log: [],
  todo: NOTHING_TO_DO,
  ...part,
});
const loudly = (says: string, part: Part): Fault => ({
  where: 'Kosli, odd answers',
  log: [waits(says)],
  todo: WAIT,
  ...part,
});

const CONNECTION = {
  drain: 'is read to its end',
  linger: 'is no longer read',
  close: 'is closed',
  reset: 'is reset',
} as const;

const early = (
  status: number,
  then: keyof typeof CONNECTION,
  seconds: Waits,
  attached: 'verbatim' | 'gzip',
  says = `Kosli answered ${status} when asked to attest command-logs`,
): Fault => {
  // Where the connection goes too, the answer may be lost with it, and the transcript is sent again as it is.
  const isAnswerSure = then === 'drain' || then === 'linger';
  const gzipped = `the transcript gzipped${isAnswerSure ? '' : ', or as it is where the answer was lost'}`;
  return {
    where: 'Kosli, odd answers',
    what: `answers ${status} before the transcript was read, and then the connection ${CONNECTION[then]}`,
    happens: [
      {
        to: to('attest', { after: 2, times: 1 }),
        is: { kind: 'early-answer', answer: kosliAnswer(status), afterwards: then },
      },
    ],
    transcript: LARGE,
    ends: {
      waits: seconds,
      attestations: {
        'command-logs': { user_data: { attached: isAnswerSure ? attached : /^(verbatim|gzip)$/ } },
      },
      ...(attached === 'gzip' && { how: gzipped }),
    },
    log: seconds.length === 0 ? [] : [waits(says)],
    todo: seconds.length === 0 ? NOTHING_TO_DO : WAIT,
  };
};

/** Half of it is kept for handing back. */
const SILENT_SECONDS = 40;

const SILENCES: readonly Fault[] = [
  loudly('no answer in', {
    what: 'never answers the beginning of a trail',
    happens: [{ to: to('begin trail', { times: 1 }), is: { kind: 'hang', carriedOut: false } }],
    seconds: SILENT_SECONDS,
    ends: { waits: [30] },
  }),
  loudly('no answer in', {
    what: 'never answers an attestation, which it does not store',
    happens: [{ to: to('attest user-identity', { times: 1 }), is: { kind: 'hang', carriedOut: false } }],
    seconds: SILENT_SECONDS,
    ends: { waits: [120] },
  }),
  quietly({
    what: 'never answers an attestation, which it stored',
    happens: [{ to: to('attest user-identity', { times: 1 }), is: { kind: 'hang', carriedOut: true } }],
    seconds: SILENT_SECONDS,
    ends: { waits: [] },
  }),
  loudly('no answer in', {
    what: 'never answers a list',
    happens: [{ to: to('list', { times: 3 }), is: { kind: 'hang', carriedOut: false } }],
    seconds: SILENT_SECONDS,
    ends: { waits: [30] },
  }),
  quietly({
    what: 'stops in the middle of the answer to an attestation',
    happens: [{ to: to('attest user-identity', { times: 1 }), is: { kind: 'hang-half-way' } }],
    seconds: SILENT_SECONDS,
    ends: { waits: [] },
  }),
  quietly({
    what: 'stops in the middle of a list, once',
    happens: [{ to: to('list command-logs', { times: 1 }), is: { kind: 'hang-half-way' } }],
    seconds: SILENT_SECONDS,
    ends: { waits: [] },
  }),
  loudly("Kosli's answer could not be read when asked to list", {
    what: 'stops in the middle of a list, always',
    happens: [{ to: to('list'), is: { kind: 'hang-half-way' } }],
    lasts: 2,
    seconds: SILENT_SECONDS,
    ends: { waits: [30, 60] },
  }),
  quietly({
    what: 'answers a byte at a time',
    happens: [{ to: to('attest'), is: { kind: 'drip', everyMs: 50 } }],
    ends: { waits: [] },
  }),
  loudly('user-identity attestations of trail', {
    what: 'sends a list a byte at a time, so that it never ends in time',
    happens: [{ to: to('list'), is: { kind: 'drip', everyMs: 50 } }],
    lasts: 2,
    seconds: SILENT_SECONDS,
    ends: { waits: [30, 60] },
  }),
];

const HALVES: readonly Fault[] = [
  quietly({
    what: 'breaks off a list half-way, once',
    happens: [{ to: to('list command-logs', { times: 1 }), is: { kind: 'cut' } }],
    ends: { waits: [] },
  }),
  loudly("Kosli's answer could not be read when asked to list", {
    what: 'breaks off a list half-way, always',
    happens: [{ to: to('list'), is: { kind: 'cut' } }],
    lasts: 2,
    ends: { waits: [30, 60] },
  }),
  quietly({
    what: 'breaks off its answer to an attestation half-way',
    happens: [{ to: to('attest user-identity', { times: 1 }), is: { kind: 'cut' } }],
    ends: { waits: [] },
  }),
  ...[
    ['JSON that is cut short', '[{"attestation_name": "user-identity", '],
    ['JSON that is not a list', '{"message": "try again later"}'],
    ['what is not JSON', 'try again later'],
    ['nothing', ''],
  ].map(([what, body = '']) =>
    loudly("Kosli's answer could not be read when asked to list", {
      what: `answers ${what} in place of a list`,
      happens: [{ to: to('list'), is: { kind: 'garble', body } }],
      lasts: 2,
      ends: { waits: [30, 60] },
    }),
  ),
];

const PAGES: readonly Fault[] = [
  loudly('Kosli answered 502 when asked to attest user-identity', {
    what: 'answers 502 with 10 MB of HTML to an attestation',
    happens: [
      { to: to('attest user-identity', { times: 1 }), is: { kind: 'answer', answer: htmlPage(502) } },
    ],
    ends: { waits: [120] },
  }),
  loudly('expected 200 or 201, and not an HTML page', {
    what: 'answers 200 with 10 MB of HTML',
    happens: [{ to: { service: 'Kosli' }, is: { kind: 'answer', answer: htmlPage(200) } }],
    lasts: 2,
    ends: { waits: [30, 60], bob: 'the same' },
  }),
  loudly('Kosli answered 503 when asked to begin trail', {
    what: 'answers 503 with 10 MB of HTML',
    happens: [{ to: { service: 'Kosli' }, is: { kind: 'answer', answer: htmlPage(503) } }],
    lasts: 2,
    ends: { waits: [30, 60], bob: 'the same' },
  }),
];

/** Answers that are not what Kosli answers, or not when. */
export const FAULTS_OF_KOSLI_ANSWERS: readonly Fault[] = [
  ...(['drain', 'linger', 'close', 'reset'] as const).map((then) => early(413, then, [], 'gzip')),
  early(500, 'drain', [], 'verbatim'),
  early(503, 'drain', [120], 'verbatim'),
  early(201, 'drain', [120], 'verbatim', '201 came before the request had been sent'),
  ...SILENCES,
  ...HALVES,
  ...PAGES,
];
