import { createHash } from 'node:crypto';
import { blankness } from '../../../lambda/transcript/blankness';
import { LIMITS } from './limits';

/** A transcript's bytes at once, or as they come. */
export type TranscriptSource = Uint8Array | AsyncIterable<Uint8Array>;

export interface ReadTranscript {
  /** The first bytes, at most `LIMITS.sourceBytes`. */
  readonly head: Uint8Array;
  readonly sizeBytes: number;
  /** Of all bytes, lower-case hex. */
  readonly sha256: string;
  /** Whether nothing was shown in the shell. */
  readonly blank: boolean;
}

const PART_BYTES = 64 * 1024;

/** In small parts, whatever the source has: each is decoded as a whole. */
async function* partsOf(source: TranscriptSource): AsyncGenerator<Uint8Array> {
  if (!(source instanceof Uint8Array)) {
    for await (const chunk of source) yield* partsOf(chunk);
    return;
  }
  for (let begin = 0; begin < source.length; begin += PART_BYTES)
    yield source.subarray(begin, begin + PART_BYTES);
}

/** Reads a transcript to its end; only its beginning is kept. */
export const readHead = async (source: TranscriptSource): Promise<ReadTranscript> => {
  const hash = createHash('sha256');
  const blank = blankness();
  const kept: Uint8Array[] = [];
  let keptBytes = 0;
  let sizeBytes = 0;
  for await (const chunk of partsOf(source)) {
    hash.update(chunk);
    blank.take(chunk);
    sizeBytes += chunk.length;
    if (keptBytes >= LIMITS.sourceBytes) continue;
    // A copy: a view would keep the whole chunk.
    const part = chunk.slice(0, LIMITS.sourceBytes - keptBytes);
    kept.push(part);
    keptBytes += part.length;
  }
  return { head: Buffer.concat(kept), sizeBytes, sha256: hash.digest('hex'), blank: blank.isBlank() };
};
