import type { ShownSession } from '../shown-session';
import { type DrawnTranscript, drawTranscript } from './draw';
import { LIMITS } from './limits';
import { readHead, type TranscriptSource } from './read-head';
import { visible } from './unseen';

export interface ReadableTranscript extends DrawnTranscript {
  readonly sizeBytes: number;
  /** Of all bytes, lower-case hex. */
  readonly sha256: string;
  /** Whether nothing was shown in the shell. */
  readonly blank: boolean;
  /** The beginning as it was recorded, line by line: each control character as a picture of itself. */
  readonly recorded: readonly string[];
}

/** U+2400 and what follows are pictures of the C0 controls. */
const pictured = (line: string): string =>
  visible(
    line.replace(
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are the subject.
      /[\0-\x1f\x7f]/g,
      (control) => String.fromCharCode(control === '\x7f' ? 0x2421 : 0x2400 + control.charCodeAt(0)),
    ),
  );

const recordedIn = (head: Uint8Array): readonly string[] =>
  new TextDecoder('utf-8').decode(head.subarray(0, LIMITS.recordedBytes)).split('\n').map(pictured);

/** Reads a transcript to its end and draws its beginning. */
const readTranscript = async (source: TranscriptSource): Promise<ReadableTranscript> => {
  const { head, ...measured } = await readHead(source);
  return { ...measured, ...(await drawTranscript(head, measured.sizeBytes)), recorded: recordedIn(head) };
};

/**
 * Reads the transcript of a session that says which it is.
 *
 * @param source null when it was not read
 * @throws when it is not what the session says
 */
export const readShown = async (
  { sessionId, transcript: shown }: ShownSession,
  source: TranscriptSource | null,
): Promise<ReadableTranscript | null> => {
  if (source === null || shown.kind === 'not-read') return null;
  const transcript = await readTranscript(source);
  if (transcript.sha256 !== shown.sha256)
    throw new Error(
      `the transcript of ${sessionId} has SHA-256 ${transcript.sha256}, expected ${shown.sha256}: it was changed while it was read`,
    );
  return transcript;
};
