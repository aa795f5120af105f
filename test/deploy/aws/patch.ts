/** A request to AWS, on its way. */
export interface AwsRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** Of the JSON protocols, for example `StartLogging`; empty otherwise. */
  readonly operation: string;
  /** Which it is signed for; moto has one URL for the queues of one name in all regions. */
  readonly region: string;
  readonly body: Buffer;
}

export interface AwsAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/**
 * One point in which moto differs from AWS, corrected on the wire. Each cites what AWS does, and touches nothing else: what
 * Terraform and the function are given is never bent to fit moto.
 */
export interface Patch {
  readonly request?: (request: AwsRequest) => AwsRequest;
  readonly answer?: (request: AwsRequest, answer: AwsAnswer) => AwsAnswer;
}

/** The answer with another JSON body. */
export const withJson = (answer: AwsAnswer, body: unknown): AwsAnswer => ({
  ...answer,
  body: Buffer.from(JSON.stringify(body)),
});
