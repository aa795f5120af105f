import * as v from 'valibot';
import { ATTESTATIONS } from '../../stand-ins/attestations';
import type { ReportedAttestation } from '../../stand-ins/kosli/ledger';
import { sha256Of } from '../../stand-ins/sha256';
import { KOSLI } from '../../stand-ins/stage';
import { trailOf } from '../end-to-end/sessions';
import { checkStatements, isTrailOfStatements } from './check-statements';
import type { Ending, Expected, Fault, LogLine, Waits } from './fault';
import { type Aftermath, secondsOf } from './try-fault';
import { ALICE, BOB, EARLIER, EVERYBODY, type Who } from './who';

const LoggedLine = v.object({ level: v.picklist(['INFO', 'WARN', 'ERROR']), message: v.string() });

interface Logged extends v.InferOutput<typeof LoggedLine> {
  /** Unquoted, so that a name in it reads as in the error. */
  readonly text: string;
}

const loggedIn = (log: string): readonly Logged[] =>
  log.split('\n').flatMap((text) => {
    const line = v.safeParse(v.pipe(v.string(), v.parseJson(), LoggedLine), text);
    return line.success ? [{ ...line.output, text: text.replaceAll('\\"', '"') }] : [];
  });

const isOf = ({ level, message, text }: Logged, expected: LogLine): boolean =>
  level === expected.level && message.includes(expected.message) && text.includes(expected.says);

const checkLog = ({ log: expected }: Fault, { log }: Aftermath): readonly string[] => {
  const lines = loggedIn(log);
  return [
    ...expected
      .filter((line) => !lines.some((logged) => isOf(logged, line)))
      .map(({ level, message, says }) => `the log has no ${level} "${message}" that says "${says}"`),
    ...lines
      .filter(({ level }) => level !== 'INFO')
      .filter((logged) => !expected.some((line) => isOf(logged, line)))
      .map(({ text }) => `the log says what was not expected: ${text.slice(0, 600)}`),
    ...(/unhandled|uncaught/i.test(log) ? ['the log speaks of something unhandled'] : []),
    ...(log.includes(KOSLI.token) ? ['the log holds the token'] : []),
  ];
};

const equal = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

const checkWaits = ({ ends, happensTo: main = 'alice' }: Fault, { waits }: Aftermath): readonly string[] => {
  const choices = 'oneOf' in ends.waits ? ends.waits.oneOf : [ends.waits];
  const expectedOf = (who: Who): readonly Waits[] => {
    if (who === main) return choices;
    const others = ends[who];
    return others === 'the same' ? choices : [others ?? []];
  };
  return EVERYBODY.flatMap((who) =>
    expectedOf(who).some((one) => equal(one, waits[who]))
      ? []
      : [
          `${who} waited ${JSON.stringify(waits[who])}, not ${expectedOf(who)
            .map((one) => JSON.stringify(one))
            .join(' or ')}`,
        ],
  );
};

const differs = (value: unknown, expected: unknown): boolean =>
  expected instanceof RegExp ? !expected.test(String(value)) : value !== expected;

const checkAttestation = (
  { attestation_name: name, is_compliant, user_data = {} }: ReportedAttestation,
  expected: Expected,
): readonly string[] => [
  ...(expected.is_compliant === null || is_compliant === (expected.is_compliant ?? true)
    ? []
    : [`${name} is compliant: ${is_compliant}`]),
  ...Object.entries(expected.user_data ?? {})
    .filter(([field, value]) => differs(user_data[field], value))
    .map(([field]) => `${name} has ${field} ${JSON.stringify(user_data[field])}`),
];

interface ExpectedSession {
  readonly id: string;
  readonly trail: string;
  readonly besides: readonly string[];
  readonly attestations: Readonly<Record<string, Expected>>;
  readonly transcripts: readonly Buffer[];
}

const VERBATIM: Expected = { user_data: { attached: 'verbatim' } };
/** A transcript that never came. */
const MISSING: Expected = {
  is_compliant: false,
  user_data: { cause: /./, reason: /no transcript was found/ },
};

const checkSession = (
  { unreported = false }: Ending,
  { id, trail, besides, attestations, transcripts }: ExpectedSession,
  after: Aftermath,
) => {
  const reported = [...after.trails].flatMap(([name, { attestations: held }]) =>
    held.filter(({ user_data }) => user_data?.session_id === id).map((one) => ({ on: name, one })),
  );
  const names = reported.map(({ one }) => one.attestation_name).sort();
  const expectedNames = unreported ? [] : [...ATTESTATIONS, ...besides].sort();
  const logs = reported
    .map(({ one }) => one)
    .filter(({ attestation_name }) => attestation_name === 'command-logs');
  const intact = logs.every(
    ({ user_data = {}, attachment }) =>
      user_data.attached !== 'verbatim' ||
      (user_data.sha256 === attachment?.sha256 &&
        transcripts.some((bytes) => user_data.sha256 === sha256Of(bytes))),
  );
  return [
    ...(equal(names, expectedNames)
      ? []
      : [`of ${id} there are ${names.join(', ') || 'none'}, not ${expectedNames.join(', ')}`]),
    ...reported
      .filter(({ on }) => on !== trail)
      .map(({ on, one }) => `${one.attestation_name} of ${id} is on ${on}`),
    ...(intact ? [] : [`the transcript of ${id} is not the one that was uploaded`]),
    ...reported.flatMap(({ one }) =>
      checkAttestation(
        one,
        attestations[one.attestation_name] ??
          (one.attestation_name === 'command-logs' ? (transcripts.length === 0 ? MISSING : VERBATIM) : {}),
      ),
    ),
  ];
};

const checkTrails = ({ ends }: Fault, after: Aftermath): readonly string[] => {
  const known = [ALICE, BOB, EARLIER];
  const strangers = [...after.trails]
    .filter(([name]) => name !== trailOf('mallory') || ends.trail === name)
    .filter(([name]) => !isTrailOfStatements(name))
    .flatMap(([, { attestations: held }]) => held)
    .filter(({ user_data }) => !known.includes(String(user_data?.session_id)));
  const trailFor = (id: string, name: string) =>
    (ends.trail ?? '{principal}').replace('{session}', id).replace('{principal}', trailOf(name));
  const attestations = ends.attestations ?? {};
  return [
    ...strangers.map(({ attestation_name }) => `${attestation_name} is of no session that happened`),
    ...checkSession(
      ends,
      {
        id: ALICE,
        trail: trailFor(ALICE, 'alice'),
        besides: ends.besides ?? [],
        attestations,
        transcripts: after.transcripts.alice,
      },
      after,
    ),
    ...checkSession(
      ends,
      {
        id: BOB,
        trail: ends.ofBoth === true ? trailFor(BOB, 'bob') : trailOf('bob'),
        besides: ends.ofBoth === true ? (ends.besides ?? []) : [],
        attestations: ends.ofBoth === true ? attestations : {},
        transcripts: after.transcripts.bob,
      },
      after,
    ),
  ];
};

/** Who and where are on the trail while the sessions are open. */
const checkWhileOpen = ({ story, order, ends }: Fault, { before }: Aftermath): readonly string[] => {
  if (story !== 'live sessions') return [];
  const expected = order === undefined ? ['service-identity', 'user-identity'] : ATTESTATIONS.toSorted();
  return [ALICE, BOB].flatMap((id) => {
    const names = (before.get(id) ?? []).toSorted();
    return equal(names, expected) || ends.unreported === true
      ? []
      : [`of ${id} there were ${names.join(', ') || 'none'} while it was open, not ${expected.join(', ')}`];
  });
};

/** What was reported before anything happened is neither reported again nor changed. */
const checkEarlier = ({ trails }: Aftermath): readonly string[] => {
  const held = [...trails.values()].flatMap(({ attestations }) => attestations);
  const names = held
    .filter(({ user_data }) => user_data?.session_id === EARLIER)
    .map(({ attestation_name }) => attestation_name)
    .toSorted();
  return equal(names, ATTESTATIONS.toSorted())
    ? []
    : [`of the earlier session there are ${names.join(', ')}`];
};

const checkCallsOfMallory = (
  { withCallsOfMallory, story }: Fault,
  { trails }: Aftermath,
): readonly string[] => {
  if (withCallsOfMallory !== true && story !== 'schedule') return [];
  const names = (trails.get(trailOf('mallory'))?.attestations ?? [])
    .filter(({ is_compliant }) => !is_compliant)
    .map(({ attestation_name }) => attestation_name)
    .toSorted();
  return equal(names, ['access-denied', 'session-bypass'])
    ? []
    : [`of Mallory's calls there are ${names.join(', ') || 'none'}`];
};

const checkOutcomes = (fault: Fault, { outcomes, longestMs }: Aftermath): readonly string[] => {
  const { ends } = fault;
  const crashes = outcomes.filter(({ kind }) => kind === 'crashed').length;
  return [
    ...outcomes.flatMap((outcome) =>
      outcome.kind === 'threw' ? [`the function threw ${outcome.error}`] : [],
    ),
    ...(crashes === (ends.dies === true ? 1 : 0) ? [] : [`the function died ${crashes} times`]),
    ...(longestMs < secondsOf(fault) * 1000 ? [] : [`an invocation took ${longestMs} ms`]),
  ];
};

const checkDeadLetters = ({ ends }: Fault, { deadLetters }: Aftermath): readonly string[] => {
  const expected = ends.deadLetters ?? [];
  return expected.length === deadLetters.length &&
    expected.every((part) => deadLetters.some((reason) => reason.includes(part)))
    ? []
    : [`the dead-letter queue holds ${JSON.stringify(deadLetters)}, not ${JSON.stringify(expected)}`];
};

/** What of a fault's ending is not as it must be; nothing when all is. */
export const checkFault = (fault: Fault, after: Aftermath): readonly string[] => [
  ...(after.happened > 0 || fault.withoutNetwork === true ? [] : ['nothing went wrong at all']),
  ...checkOutcomes(fault, after),
  ...checkWaits(fault, after),
  ...checkTrails(fault, after),
  ...checkEarlier(after),
  ...checkWhileOpen(fault, after),
  ...checkStatements(fault, after),
  ...checkCallsOfMallory(fault, after),
  ...checkDeadLetters(fault, after),
  ...(after.left === 0 ? [] : [`${after.left} messages are still in the queue`]),
  ...(after.filesLeft.length === 0 ? [] : [`files are left: ${after.filesLeft.join(', ')}`]),
  ...checkLog(fault, after),
];
