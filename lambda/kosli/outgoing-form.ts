import { randomUUID } from 'node:crypto';
import { collectEarly } from '../collect-early';

/** A file part of a form. */
export interface FormFile {
  readonly field: string;
  readonly filename: string;
  readonly content: Blob | string;
}

/** A `multipart/form-data` body, and whether it has been sent. */
export interface OutgoingForm {
  readonly body: Blob;
  readonly contentType: string;
  /** Milliseconds since the last byte was sent; null while there are bytes left to send. */
  readonly msSinceSent: () => number | null;
}

/**
 * A blob that knows when it has been read to its end. Its parts, among them a file, are read while they are sent, so memory
 * does not grow with the transcript. Not `FormData`: Node 24 crashes (uncaught `ERR_INVALID_STATE`) when the response comes
 * before the last byte was sent, which is how proxies answer 413.
 */
class WatchedBlob extends Blob {
  #unread = this.size;
  #readAt: number | null = null;

  readonly msSinceSent = (): number | null =>
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
        collectEarly(value.byteLength);
      },
      cancel: (reason) => reader.cancel(reason),
    });
  }
}

// https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data
const quoted = (name: string): string =>
  `"${name.replaceAll('\n', '%0A').replaceAll('\r', '%0D').replaceAll('"', '%22')}"`;

/**
 * The form Kosli expects: first `data_json`, a string part without file name and content type, then at most one file.
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
  return { body, contentType: `multipart/form-data; boundary=${boundary}`, msSinceSent: body.msSinceSent };
};
