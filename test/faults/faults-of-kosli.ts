import { randomBytes } from 'node:crypto';
import type { EarlyMishap, LateMishap, Match } from '../../stand-ins/network/mishaps';
import { TOKEN_PARAMETER } from '../../stand-ins/stage';
import { awsJson } from './answers';
import { type Ending, type Fault, NOTHING_TO_DO, waits } from './fault';
import { ALICE, answered, retryAfter, to, WAIT } from './kosli';

const MEGABYTE = 1024 * 1024;
const LARGE = Buffer.alloc(8 * MEGABYTE, '$ the same line again\r\r\n');

const BEGIN = 'begin trail';
const LIST = 'list command-logs';
const ATTEST = 'attest user-identity';
const LOGS = 'attest command-logs';

interface Once {
  readonly what: string;
  readonly to: Match;
  readonly is: EarlyMishap | LateMishap;
  readonly waits: Ending['waits'];
  /** In the log; nothing for what is repeated at once. */
  readonly says?: string;
  readonly more?: Partial<Fault>;
}

/** Something that goes wrong once, with Alice's evidence alone. */
const once = ({ what, to: match, is, waits: seconds, says, more }: Once): Fault => ({
  where: 'Kosli, once',
  what,
  happens: [{ to: { times: 1, ...match }, is }],
  ends: { waits: seconds },
  log: says === undefined ? [] : [waits(says)],
  todo: says === undefined ? NOTHING_TO_DO : WAIT,
  ...more,
});

const STATUSES: readonly Fault[] = [
  once({ what: 'answers 500 to an attestation', to: to(ATTEST), is: answered(500), waits: [] }),
  ...[502, 503, 504].map((status) =>
    once({
      what: `answers ${status} to an attestation`,
      to: to(ATTEST),
      is: answered(status),
      waits: [120],
      says: `Kosli answered ${status} when asked to attest user-identity`,
    }),
  ),
  once({
    what: 'answers 503 with `Retry-After: 300` to an attestation',
    to: to(ATTEST),
    is: answered(503, retryAfter(300)),
    waits: [300],
    says: 'Kosli answered 503',
  }),
  once({ what: 'answers 503 to the beginning of a trail', to: to(BEGIN), is: answered(503), waits: [] }),
  once({ what: 'answers 429 to an attestation', to: to(ATTEST), is: answered(429), waits: [] }),
  once({
    what: 'answers 429 with `Retry-After: 1`',
    to: to(ATTEST),
    is: answered(429, retryAfter(1)),
    waits: [],
  }),
  once({
    what: 'answers 429 with `Retry-After: 300`',
    to: to(ATTEST),
    is: answered(429, retryAfter(300)),
    waits: [300],
    says: 'Kosli answered 429',
  }),
  once({
    what: 'answers 429 with `Retry-After: 86400`',
    to: to(ATTEST),
    is: answered(429, retryAfter(86_400)),
    waits: [1800],
    says: 'Kosli answered 429',
  }),
  once({
    what: 'answers 429 with `Retry-After: soon`',
    to: to(ATTEST),
    is: answered(429, { 'retry-after': 'soon' }),
    waits: [],
  }),
  once({
    what: 'answers 429 with `X-RateLimit-Reset: 3600`, and no `Retry-After`',
    to: to(ATTEST),
    is: answered(429, { 'x-ratelimit-reset': '3600' }),
    waits: [],
  }),
  once({ what: 'answers 409 to an attestation', to: to(ATTEST), is: answered(409), waits: [] }),
  once({ what: 'answers 408 to an attestation', to: to(ATTEST), is: answered(408), waits: [] }),
  once({
    what: 'answers 401 to the token the function remembers, which was rotated',
    to: {},
    is: {
      kind: 'answer',
      answer: awsJson({ Parameter: { Name: TOKEN_PARAMETER, Value: 'the token before' } }),
    },
    waits: [],
    more: {
      happens: [
        {
          to: { service: 'SSM', operation: 'GetParameter', times: 1 },
          is: {
            kind: 'answer',
            answer: awsJson({ Parameter: { Name: TOKEN_PARAMETER, Value: 'the token before' } }),
          },
        },
      ],
    },
  }),
  once({
    what: 'answers 413 to the transcript',
    to: to(LOGS),
    is: answered(413),
    waits: [],
    more: {
      transcript: LARGE,
      ends: {
        waits: [],
        attestations: { 'command-logs': { user_data: { attached: 'gzip' } } },
        how: 'the transcript gzipped',
      },
    },
  }),
  once({
    what: 'answers 413 to the transcript, gzipped too',
    to: to(LOGS, { times: 2 }),
    is: answered(413),
    waits: [],
    more: {
      transcript: randomBytes(MEGABYTE),
      ends: {
        waits: [],
        attestations: { 'command-logs': { user_data: { attached: 'reference' } } },
        how: 'the transcript by reference to S3',
      },
    },
  }),
];

const CONNECTIONS: readonly Fault[] = [
  once({
    what: 'resets the connection before the body of an attestation',
    to: { service: 'Kosli', operation: 'attest', about: ALICE, after: 2 },
    is: { kind: 'reset', when: 'before the body' },
    waits: [],
    more: { transcript: LARGE },
  }),
  once({
    what: 'resets the connection in the body of an attestation',
    to: { service: 'Kosli', operation: 'attest', about: ALICE, after: 2 },
    is: { kind: 'reset', when: 'in the body' },
    waits: [],
    more: { transcript: LARGE },
  }),
  once({
    what: 'resets the connection after the body of an attestation, which it does not store',
    to: to(ATTEST),
    is: { kind: 'reset-unanswered', carriedOut: false },
    waits: [120],
    says: 'could not be reached to attest user-identity',
  }),
  once({
    what: 'resets the connection after the body of an attestation, which it stored',
    to: to(ATTEST),
    is: { kind: 'reset-unanswered', carriedOut: true },
    waits: [120],
    says: 'could not be reached to attest user-identity',
  }),
  once({
    what: 'resets the connection when a trail is begun',
    to: to(BEGIN),
    is: { kind: 'reset-unanswered', carriedOut: true },
    waits: [],
  }),
  once({
    what: 'resets the connection when a list is read',
    to: to(LIST),
    is: { kind: 'reset-unanswered', carriedOut: false },
    waits: [],
  }),
];

export const FAULTS_OF_KOSLI: readonly Fault[] = [...STATUSES, ...CONNECTIONS];
