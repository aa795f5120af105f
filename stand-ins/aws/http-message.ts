import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';

/** A request as it came, read to its end. */
export interface HttpRequest {
  readonly method: string;
  /** Path and query, encoded. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What is answered. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
}
