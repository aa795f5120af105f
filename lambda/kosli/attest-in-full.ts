import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Attestation } from '../evidence/attestation';
import { byReference, gzipped } from '../evidence/by-reference';
import { AttachmentTooLargeError } from './kosli-error';
import type { KosliTrail } from './kosli-trail';

/** The ways to send an attestation, the fullest first; each next one only when Kosli found the one before too large. */
async function* forms(attestation: Attestation, signal: AbortSignal): AsyncGenerator<Attestation> {
  yield attestation;
  const { attachment } = attestation;
  if (attachment === null || !('path' in attachment)) return;
  // Beside the transcript's local copy, and disposed of with it.
  const path = `${attachment.path}.gz`;
  await pipeline(createReadStream(attachment.path), createGzip(), createWriteStream(path), { signal });
  yield gzipped(attestation, attachment.filename, path);
  yield byReference(attestation);
}

/** Attests with the transcript as it is; if Kosli finds it too large, gzipped; if still, by reference to S3. */
export const attestInFull = async (
  trail: KosliTrail,
  attestation: Attestation,
  signal: AbortSignal,
): Promise<void> => {
  let refusal: Error | null = null;
  for await (const form of forms(attestation, signal)) {
    try {
      return await trail.attest(form);
    } catch (error) {
      if (!(error instanceof AttachmentTooLargeError)) throw error;
      refusal = error;
    }
  }
  throw refusal;
};
