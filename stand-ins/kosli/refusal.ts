/** A request Kosli does not take; `body` is answered as JSON, as Kosli does. */
export class KosliRefusal extends Error {
  override readonly name = 'KosliRefusal';
  readonly status: number;
  readonly body: unknown;

  constructor(status: number, body: unknown) {
    super(JSON.stringify(body));
    this.status = status;
    this.body = body;
  }
}

export const notFound = (message: string) => new KosliRefusal(404, { message });

/** @param errors by field */
export const invalid = (errors: Readonly<Record<string, string>>) =>
  new KosliRefusal(400, { message: 'Input payload validation failed', errors });
