import type { ShownSession } from './shown-session';
import { attestedHash } from './summary';
import { LIMITS } from './transcript/limits';
import type { Look } from './transcript/line';
import type { ReadableTranscript } from './transcript/read-transcript';

/** What a reader of the transcript has to know; what is wrong with it comes first. */
export interface Notice {
  readonly kind: 'wrong' | 'note';
  readonly text: string;
}

const count = (of: number): string => of.toLocaleString('en');

const has = ({ lines }: ReadableTranscript, look: Look): boolean =>
  lines.some(({ runs }) => runs.some(({ looks }) => looks.includes(look)));

/** Lines and characters are limited too, so that of a small transcript not everything need be shown. */
const drawnFrom = ({ sizeBytes }: ReadableTranscript): string =>
  sizeBytes <= LIMITS.sourceBytes
    ? `a part of ${count(sizeBytes)} bytes`
    : `at most ${count(LIMITS.sourceBytes)} of ${count(sizeBytes)} bytes`;

const shownOf = (transcript: ReadableTranscript, location: string): string =>
  [
    `Shown: the first ${count(transcript.lines.length)} lines, drawn from ${drawnFrom(transcript)};`,
    `the whole transcript is at ${location}.`,
  ].join(' ');

const notices = (session: ShownSession, transcript: ReadableTranscript, location: string) =>
  [
    [
      attestedHash(session) === 'another',
      'wrong',
      'These are not the bytes that were attested: the SHA-256 is that of none of the attestations.',
    ],
    [transcript.blank, 'wrong', 'The transcript is empty: nothing was shown in the shell.'],
    [transcript.truncated, 'wrong', shownOf(transcript, location)],
    [
      has(transcript, 'concealed'),
      'wrong',
      'The terminal was told to hide part of this. It is shown here, with a dotted frame.',
    ],
    [
      has(transcript, 'unseen'),
      'wrong',
      'Characters that cannot be seen, such as those that turn text around, are shown as [U+202E].',
    ],
    [
      transcript.erased,
      'note',
      'Some of what was printed was erased, drawn over or on another screen, as it is when a line is edited, by progress bars and editors, and when something is covered up.',
    ],
  ] as const;

/** @param transcript null when it was not read */
export const noticesOf = (
  session: ShownSession,
  transcript: ReadableTranscript | null,
): readonly Notice[] => {
  const { transcript: shown } = session;
  if (shown.kind === 'not-read' || transcript === null) {
    const reason = shown.kind === 'not-read' ? shown.reason : 'nothing was given to read';
    return [{ kind: 'wrong', text: `The transcript was not read: ${reason}` }];
  }
  return notices(session, transcript, shown.location)
    .filter(([holds]) => holds)
    .map(([, kind, text]) => ({ kind, text }));
};
