import { openAsBlob } from 'node:fs';
import type { Attachment, Attestation } from '../evidence/attestation';
import type { AttestationName } from '../evidence/attestations';
import { type OutgoingForm, outgoingForm } from './outgoing-form';
import { trailTemplate } from './trail-template';

const contentOf = (attachment: Attachment): Promise<Blob> | string =>
  'path' in attachment ? openAsBlob(attachment.path) : attachment.text;

/** The body that begins a trail. Kosli keeps the value of any field that is left out (description, user data). */
export const trailBody = (name: string, expected: readonly AttestationName[]): OutgoingForm =>
  outgoingForm(
    { name },
    { field: 'template_file', filename: 'trail-template.yml', content: trailTemplate(expected) },
  );

/** The body of a generic attestation. */
export const attestationBody = async ({
  name,
  compliant,
  description,
  userData,
  attachment,
  sessionId,
}: Attestation): Promise<OutgoingForm> =>
  outgoingForm(
    {
      attestation_name: name,
      is_compliant: compliant,
      description,
      user_data: userData,
      ...(sessionId !== null && { annotations: { session_id: sessionId } }),
    },
    attachment === null
      ? null
      : { field: 'attachment_file', filename: attachment.filename, content: await contentOf(attachment) },
  );
