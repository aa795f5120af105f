import { openAsBlob } from 'node:fs';
import type { Attachment, Attestation } from '../evidence/attestation';
import { TRAIL_TEMPLATE } from './trail-template';

const BINARY = 'application/octet-stream';

// A plain string makes the part Kosli wants, without file name and content type; a Blob would not.
const form = (data: object): FormData => {
  const parts = new FormData();
  parts.append('data_json', JSON.stringify(data));
  return parts;
};

// A file-backed blob is read as it is sent, so memory does not grow with the transcript.
const blobOf = (attachment: Attachment): Promise<Blob> | Blob =>
  'path' in attachment
    ? openAsBlob(attachment.path, { type: BINARY })
    : new Blob([attachment.text], { type: BINARY });

/** The body that begins a trail; what is left out (description, user data) Kosli leaves as it is. */
export const trailBody = (name: string): FormData => {
  const parts = form({ name });
  parts.append('template_file', new Blob([TRAIL_TEMPLATE], { type: BINARY }), 'trail-template.yml');
  return parts;
};

/** The body of a generic attestation. */
export const attestationBody = async ({
  name,
  compliant,
  description,
  userData,
  attachment,
}: Attestation): Promise<FormData> => {
  const parts = form({
    attestation_name: name,
    is_compliant: compliant,
    description,
    user_data: userData,
    annotations: { session_id: userData.session_id },
  });
  if (attachment !== null) parts.append('attachment_file', await blobOf(attachment), attachment.filename);
  return parts;
};
