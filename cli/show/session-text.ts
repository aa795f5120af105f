import { noticesOf } from './notices';
import type { ShownAttestation, ShownSession } from './shown-session';
import {
  attestedHash,
  callerName,
  missingFrom,
  placeName,
  readableDuration,
  readableTime,
  verdictOf,
} from './summary';
import { textOf } from './transcript/line';
import type { TranscriptSource } from './transcript/read-head';
import { type ReadableTranscript, readShown } from './transcript/read-transcript';
import { visible } from './transcript/unseen';

const LABEL_COLUMNS = 12;

const fact = (label: string, value: string | null): string =>
  `  ${label.padEnd(LABEL_COLUMNS)}${value === null || value === '' ? 'not known' : visible(value)}`;
const time = (label: string, value: string | null): string =>
  fact(label, value === null ? null : readableTime(value));

const MFA = { true: 'yes', false: 'no, or through IAM Identity Center', null: null } as const;

const whoOf = ({ caller }: ShownSession): readonly string[] =>
  caller === null
    ? ['  Nobody could be named']
    : [
        fact('principal', caller.principalId),
        fact('ARN', caller.arn),
        fact('type', caller.type),
        fact('source IP', caller.sourceIp),
        fact('user agent', caller.userAgent),
        fact('MFA', MFA[`${caller.mfa}`]),
      ];

const whatOf = ({ what }: ShownSession): readonly string[] => [
  fact('command', what.command),
  fact('service', what.service),
  fact('container', what.container),
  fact('task', what.taskArn),
  fact('cluster', what.clusterArn),
];

const whereOf = ({ where, trail }: ShownSession): readonly string[] => [
  fact('account', where.accountId),
  fact('region', where.region),
  fact('trail', trail.name),
  ...(trail.url === null ? [] : [fact('', trail.url)]),
];

const whenOf = (session: ShownSession): readonly string[] => [
  time('opened', session.when.openedAt),
  time('ended', session.when.endedAt),
  fact('lasted', readableDuration(session)),
  time('uploaded', session.when.uploadedAt),
];

const attestationLine = ({ name, compliant, reason }: ShownAttestation): string =>
  `  ${visible(name)}: ${compliant ? 'compliant' : 'NOT COMPLIANT'}${reason === null ? '' : `, ${visible(reason)}`}`;

const attestationsOf = (session: ShownSession): readonly string[] => [
  ...session.attestations.map(attestationLine),
  ...missingFrom(session).map((name) => `  ${name}: MISSING`),
];

const HASH_SAYS = { same: ', as attested', another: ', NOT AS ATTESTED' } as const;

const transcriptOf = (session: ShownSession, transcript: ReadableTranscript | null): readonly string[] => {
  const same = attestedHash(session);
  const { location } = session.transcript;
  return [
    ...(location === null ? [] : [fact('object', location)]),
    ...(transcript === null
      ? []
      : [fact('SHA-256', `${transcript.sha256}${same === null ? '' : HASH_SAYS[same]}`)]),
    ...noticesOf(session, transcript).map(({ text }) => `  ! ${visible(text)}`),
    '',
    ...(transcript?.lines.map(textOf) ?? []),
  ];
};

const textWith = (session: ShownSession, transcript: ReadableTranscript | null): string => {
  const { state, because } = verdictOf(session);
  const lines = [
    `${visible(callerName(session))} opened a session in ${visible(placeName(session))}`,
    `${visible(session.sessionId)}: ${state.toUpperCase()} (${visible(because)})`,
    '',
    ...['Who', ...whoOf(session), 'What', ...whatOf(session)],
    ...['Where', ...whereOf(session), 'When', ...whenOf(session)],
    ...['Attestations', ...attestationsOf(session)],
    ...['Transcript', ...transcriptOf(session, transcript)],
  ];
  return `${lines.join('\n').trimEnd()}\n`;
};

/**
 * One session as lines of text for a terminal, which obeys none of it: no control characters but line ends are in it.
 *
 * @param source the transcript's bytes, read to the end; null when it was not read
 * @throws when they are not the bytes whose SHA-256 the session has
 */
export const sessionText = async (session: ShownSession, source: TranscriptSource | null): Promise<string> =>
  textWith(session, await readShown(session, source));
