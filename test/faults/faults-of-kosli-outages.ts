import type { LateMishap, Mishap } from '../../stand-ins/network/mishaps';
import { KOSLI, TOKEN_PARAMETER } from '../../stand-ins/stage';
import { type Fault, waits } from './fault';
import { answered, retryAfter, to, WAIT } from './kosli';

const OUTAGE_ROUNDS = 2;

/** Something that goes wrong with everything, for two invocations. */
const outage = (
  what: string,
  is: LateMishap,
  seconds: readonly number[],
  says: string,
  todo = WAIT,
): Fault => ({
  where: 'Kosli, until it is back',
  what,
  happens: [{ to: { service: 'Kosli' }, is }],
  lasts: OUTAGE_ROUNDS,
  ends: { waits: seconds, bob: 'the same' },
  log: [waits(says)],
  todo,
});

/** Refused until somebody acts. */
const refused = (
  what: string,
  happens: readonly Mishap[],
  says: string,
  todo: string,
  more: Partial<Fault> = {},
): Fault => ({
  where: 'Kosli, until somebody acts',
  what,
  happens,
  lasts: 1,
  ends: { waits: [1800], bob: 'the same' },
  log: [waits(says)],
  todo,
  ...more,
});

/** Kosli does not take anything, until it is back or somebody has acted. */
export const FAULTS_OF_KOSLI_OUTAGES: readonly Fault[] = [
  ...[500, 502, 503, 504, 429, 409].map((status) =>
    outage(
      `answers ${status}`,
      answered(status),
      [30, 60],
      `Kosli answered ${status} when asked to begin trail`,
    ),
  ),
  outage(
    'answers 503 with `Retry-After: 300`',
    answered(503, retryAfter(300)),
    [300, 300],
    'Kosli answered 503',
  ),
  outage(
    'answers 429 with `Retry-After: 300`',
    answered(429, retryAfter(300)),
    [300, 300],
    'Kosli answered 429',
  ),
  outage(
    'redirects to a login page (302)',
    answered(302, { location: 'https://login.example.com/' }),
    [30, 60],
    'could not be reached to begin trail',
  ),
  outage(
    'breaks every connection',
    { kind: 'reset-unanswered', carriedOut: false },
    [30, 60],
    'could not be reached to begin trail',
  ),
  outage('never answers anything', { kind: 'hang', carriedOut: false }, [30, 60], 'no answer in'),
  refused(
    'refuses the token with 401',
    [],
    `Put a valid API token of organization "${KOSLI.org}" into parameter "${TOKEN_PARAMETER}"`,
    'put a valid token into the parameter (output `token_command`)',
    {
      arrange: ({ stage }) => stage.kosli.rotateToken('the next token'),
      repair: ({ stage }) => stage.ssm.putSecret(TOKEN_PARAMETER, 'the next token'),
      withoutNetwork: true,
    },
  ),
  refused(
    'refuses the token with 403',
    [{ to: { service: 'Kosli' }, is: answered(403) }],
    `must belong to organization "${KOSLI.org}" and to a member or admin of it`,
    'give the token the role, or put another into the parameter',
  ),
  refused(
    'knows no such flow (404)',
    [{ to: { service: 'Kosli' }, is: answered(404) }],
    `Create flow "${KOSLI.flow}" in organization "${KOSLI.org}"`,
    'create the flow, or correct `kosli_flow_name`',
  ),
  refused(
    'finds an attestation invalid (400)',
    [{ to: to('attest user-identity'), is: answered(400) }],
    'Kosli found the request invalid; its answer says what to change',
    'read its answer in the log, and report a defect',
    { ends: { waits: [1800] } },
  ),
];
