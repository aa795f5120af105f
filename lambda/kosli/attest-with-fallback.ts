import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Attestation } from '../evidence/attestation';
import { byReference, gzipped } from '../evidence/by-reference';
import type { Time } from '../time';
import { AttachmentRefusedError, UnansweredError } from './kosli-error';
import type { KosliTrail } from './kosli-trail';

/** @returns false when the disk is too full for the copy */
const gzipFile = async (from: string, to: string, signal: AbortSignal): Promise<boolean> => {
  try {
    await pipeline(createReadStream(from), createGzip(), createWriteStream(to, { mode: 0o600 }), { signal });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return false;
    throw error;
  }
};

/** The ways to send an attestation, the most complete first; each is prepared only when the one before it failed. */
async function* variants(attestation: Attestation, signal: AbortSignal): AsyncGenerator<Attestation> {
  yield attestation;
  const { attachment } = attestation;
  if (attachment === null || !('path' in attachment)) return;
  // Next to the transcript's local copy, so that it is removed with it.
  const path = `${attachment.path}.gz`;
  if (await gzipFile(attachment.path, path, signal)) yield gzipped(attestation, attachment.filename, path);
  yield byReference(attestation);
}

/** Whether a failed attestation reached the trail. A smaller variant may be sent only if not, or the trail has it twice. */
const stateAfterFailure = async (
  trail: KosliTrail,
  attestation: Attestation,
  error: unknown,
): Promise<'stored' | 'missing' | 'unknown'> => {
  if (error instanceof AttachmentRefusedError) return 'missing';
  if (!(error instanceof UnansweredError)) return 'unknown';
  const { hadNoEffect, timedOut, listIsConclusive } = error.known;
  if (hadNoEffect) return 'missing';
  if (!timedOut || !listIsConclusive) return 'unknown';
  return (await trail.holdsNow(attestation)) ? 'stored' : 'missing';
};

/**
 * Attests with the transcript as it is. If Kosli finds that too large, or it does not arrive in time, gzipped; if that also
 * fails, by reference to S3.
 */
export const attestWithFallback = async (
  trail: KosliTrail,
  attestation: Attestation,
  { signal }: Time,
): Promise<void> => {
  let failure: unknown = null;
  for await (const variant of variants(attestation, signal)) {
    try {
      return await trail.attest(variant);
    } catch (error) {
      const state = await stateAfterFailure(trail, variant, error);
      if (state === 'stored') return;
      if (state === 'unknown') throw error;
      failure = error;
    }
  }
  throw failure;
};
