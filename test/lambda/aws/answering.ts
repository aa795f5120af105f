import { Readable } from 'node:stream';

/** What AWS answers to one operation. */
export interface Answer {
  readonly status?: number;
  readonly json: unknown;
}

/** One request as it left the SDK. */
export interface Asked {
  readonly operation: string;
  readonly input: Record<string, unknown>;
}

interface SentRequest {
  readonly headers: Record<string, string>;
  readonly body?: unknown;
}

/**
 * Client settings under which a real SDK client of a JSON protocol is answered from memory: requests and answers go
 * through the SDK's own code. `asked` collects what was sent.
 */
export const answering = (answer: (asked: Asked) => Answer) => {
  const asked: Asked[] = [];
  const handle = async ({ headers, body }: SentRequest) => {
    const operation = headers['x-amz-target']?.split('.').at(-1);
    if (operation === undefined || !(body instanceof Uint8Array))
      throw new Error('not a request of an AWS JSON protocol');
    const one = { operation, input: JSON.parse(new TextDecoder().decode(body)) };
    asked.push(one);
    const { status = 200, json } = answer(one);
    const response = {
      statusCode: status,
      headers: { 'content-type': 'application/x-amz-json-1.1' },
      body: Readable.from([Buffer.from(JSON.stringify(json))]),
    };
    return { response };
  };
  return {
    asked,
    settings: {
      region: 'eu-central-1',
      credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' },
      requestHandler: { handle },
      maxAttempts: 1,
    },
  };
};

export const refusal = (type: string, message = 'no', status = 400): Answer => ({
  status,
  json: { __type: type, message },
});
