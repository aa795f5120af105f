import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Attestation } from '../evidence/attestation';
import { byReference, gzipped } from '../evidence/by-reference';
import type { Time } from '../time';
import { AttachmentRefusedError, UnansweredError } from './kosli-error';
import type { KosliTrail } from './kosli-trail';

/** Whether there was room on the disk for it. */
const pack = async (from: string, to: string, signal: AbortSignal): Promise<boolean> => {
  try {
    await pipeline(createReadStream(from), createGzip(), createWriteStream(to), { signal });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return false;
    throw error;
  }
};

/** The ways to send an attestation, the fullest first; each next one only when the one before did not get through. */
async function* forms(attestation: Attestation, signal: AbortSignal): AsyncGenerator<Attestation> {
  yield attestation;
  const { attachment } = attestation;
  if (attachment === null || !('path' in attachment)) return;
  // Beside the transcript's local copy, and disposed of with it.
  const path = `${attachment.path}.gz`;
  if (await pack(attachment.path, path, signal)) yield gzipped(attestation, attachment.filename, path);
  yield byReference(attestation);
}

/** What is known of an attestation that failed. Only of one that is missing may a smaller form be sent, or it is there twice. */
const whatBecameOf = async (
  trail: KosliTrail,
  attestation: Attestation,
  error: unknown,
): Promise<'stored' | 'missing' | 'unknown'> => {
  if (error instanceof AttachmentRefusedError) return 'missing';
  if (!(error instanceof UnansweredError)) return 'unknown';
  const { withoutEffect, timedOut, lookTells } = error.known;
  if (withoutEffect) return 'missing';
  if (!timedOut || !lookTells) return 'unknown';
  return (await trail.holdsNow(attestation)) ? 'stored' : 'missing';
};

/**
 * Attests with the transcript as it is. Where Kosli finds that too large, or it does not get there in time: gzipped; if that
 * fares no better, by reference to S3.
 */
export const attestWithFallback = async (
  trail: KosliTrail,
  attestation: Attestation,
  { signal }: Time,
): Promise<void> => {
  let failure: unknown = null;
  for await (const form of forms(attestation, signal)) {
    try {
      return await trail.attest(form);
    } catch (error) {
      const became = await whatBecameOf(trail, form, error);
      if (became === 'stored') return;
      if (became === 'unknown') throw error;
      failure = error;
    }
  }
  throw failure;
};
