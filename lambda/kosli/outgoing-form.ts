import { randomUUID } from 'node:crypto';

/** A file part of a form. */
export interface FormFile {
  readonly field: string;
  readonly filename: string;
  readonly content: Blob | string;
}

/** A `multipart/form-data` body, and how far it has got. */
export interface OutgoingForm {
  readonly body: Blob;
  readonly contentType: string;
  /** For how many milliseconds the last byte has been on its way; null while some are still here. */
  readonly underWayMs: () => number | null;
}

/**
 * A blob that notices when it was read to its end. Made of parts, a file among them, it is read as it is sent, so memory does
 * not grow with the transcript. Not `FormData`: sending one, Node 24 dies when the answer comes before the last byte was sent
 * (uncaught `ERR_INVALID_STATE`), which is how a proxy says 413.
 */
class WatchedBlob extends Blob {
  #unread = this.size;
  #readAt: number | null = null;

  readonly underWayMs = (): number | null =>
    this.#readAt === null ? null : performance.now() - this.#readAt;

  override stream(): ReturnType<Blob['stream']> {
    const reader = super.stream().getReader();
    return new ReadableStream({
      pull: async (controller) => {
        const { done, value } = await reader.read();
        if (done) {
          controller.close();
          return;
        }
        this.#unread -= value.byteLength;
        if (this.#unread === 0) this.#readAt = performance.now();
        controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    });
  }
}

// https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data
const quoted = (name: string): string =>
  `"${name.replaceAll('\n', '%0A').replaceAll('\r', '%0D').replaceAll('"', '%22')}"`;

/**
 * The form Kosli reads: first `data_json`, a string part without file name and content type, then at most one file.
 *
 * @param data sent as compact JSON
 */
export const outgoingForm = (data: object, file: FormFile | null): OutgoingForm => {
  const boundary = `form-${randomUUID()}`;
  const open = (disposition: string) => `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n`;
  const json = `${open('name="data_json"')}\r\n${JSON.stringify(data)}\r\n`;
  const filePart =
    file === null
      ? []
      : [
          open(`name=${quoted(file.field)}; filename=${quoted(file.filename)}`),
          'Content-Type: application/octet-stream\r\n\r\n',
          file.content,
          '\r\n',
        ];
  const body = new WatchedBlob([json, ...filePart, `--${boundary}--\r\n`]);
  return { body, contentType: `multipart/form-data; boundary=${boundary}`, underWayMs: body.underWayMs };
};
