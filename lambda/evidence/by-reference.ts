import type { Attachment, Attestation } from './attestation';
import { type Attached, NOT_ATTACHED } from './command-logs';

const attachedAs = (
  attestation: Attestation,
  attached: Attached,
  attachment: Attachment | null,
): Attestation => ({
  ...attestation,
  userData: { ...attestation.userData, attached },
  attachment,
});

/** The same evidence with the attachment gzipped to `path`. */
export const gzipped = (attestation: Attestation, filename: string, path: string): Attestation =>
  attachedAs(attestation, 'gzip', { filename: `${filename}.gz`, path });

/** The same evidence without its attachment: bucket, key, version, size and SHA-256 identify the object. */
export const byReference = (attestation: Attestation): Attestation => ({
  ...attachedAs(attestation, 'reference', null),
  description: attestation.description + NOT_ATTACHED,
});
