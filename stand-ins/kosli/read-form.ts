import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy } from '@fastify/busboy';
import { invalid, KosliRefusal } from './refusal';

/** What is read of a request. */
export type ApiRequest = Readable & Pick<IncomingMessage, 'method' | 'url' | 'headers'>;

/** A file that came with a request. */
export interface ReceivedFile {
  readonly filename: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  /** Null when it is too large to be kept here. */
  readonly bytes: Buffer | null;
}

export interface Form {
  readonly dataJson: string;
  readonly file: ReceivedFile | null;
}

// CLI pull request #823 of kosli-dev/cli; a file part is not under this limit.
const LARGEST_FIELD_BYTES = 1024 * 1024;
const LARGEST_KEPT_FILE_BYTES = 8 * 1024 * 1024;

const receive = async (filename: string, stream: Readable): Promise<ReceivedFile> => {
  const hash = createHash('sha256');
  const kept: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of stream) {
    hash.update(chunk);
    sizeBytes += chunk.length;
    if (sizeBytes <= LARGEST_KEPT_FILE_BYTES) kept.push(chunk);
  }
  const bytes = sizeBytes <= LARGEST_KEPT_FILE_BYTES ? Buffer.concat(kept) : null;
  return { filename, sizeBytes, sha256: hash.digest('hex'), bytes };
};

const busboyFor = ({ headers }: ApiRequest) => {
  const { 'content-type': contentType = '' } = headers;
  if (!contentType.startsWith('multipart/form-data;')) throw invalid({ data_json: 'Missing required part' });
  return new Busboy({
    headers: { ...headers, 'content-type': contentType },
    limits: { fieldSize: LARGEST_FIELD_BYTES },
    // A part is a file when it has a name, whatever its type.
    isPartAFile: (_field, _type, filename) => filename !== undefined,
  });
};

/**
 * The two parts Kosli knows, streamed: first `data_json`, a string that has neither file name nor content type, then one file.
 *
 * @throws KosliRefusal when a part is missing, unknown, out of order or too large
 */
export const readForm = async (request: ApiRequest, fileField: string): Promise<Form> => {
  const busboy = busboyFor(request);
  const parts: { field: string; text?: string; file?: Promise<ReceivedFile | Error> }[] = [];
  let refusal: KosliRefusal | null = null;
  busboy.on('field', (field, text, _cutName, cut, _encoding, type) => {
    if (cut) refusal = new KosliRefusal(400, { message: 'Part exceeded maximum size of 1024KB.' });
    if (type !== 'text/plain')
      refusal = invalid({ [field]: `A string part has no content type, got ${type}` });
    parts.push({ field, text });
  });
  // An upload that breaks off rejects below; its half file must not reject unheard.
  busboy.on('file', (field, stream, filename) =>
    parts.push({ field, file: receive(filename, stream).catch((error: Error) => error) }),
  );
  await pipeline(request, busboy);
  if (refusal !== null) throw refusal;
  const [data, attached, another] = parts;
  if (data?.field !== 'data_json' || data.text === undefined)
    throw invalid({ data_json: 'The first part must be a string' });
  if (attached !== undefined && (attached.field !== fileField || attached.file === undefined))
    throw invalid({ [attached.field]: `Extra inputs are not permitted, expected the file ${fileField}` });
  if (another !== undefined) throw invalid({ [another.field]: 'Extra inputs are not permitted' });
  const file = (await attached?.file) ?? null;
  if (file instanceof Error) throw file;
  return { dataJson: data.text, file };
};
