import * as v from 'valibot';
import type { HttpRequest, HttpResponse } from './http-message';

const SQS_CONTENT_TYPE = 'application/x-amz-json-1.0';
const WithQueue = v.looseObject({ QueueUrl: v.string() });

const rename = (json: Buffer, newUrl: (url: URL) => string): Buffer => {
  const body = v.safeParse(v.pipe(v.string(), v.parseJson(), WithQueue), json.toString());
  if (!body.success) return json;
  return Buffer.from(JSON.stringify({ ...body.output, QueueUrl: newUrl(new URL(body.output.QueueUrl)) }));
};

/**
 * fauxqs puts its queues under `sqs.<region>.localhost`, a name that does not resolve everywhere and that the SDK would
 * prefer to the endpoint it was given. Outside they lie under the stand-in's own address.
 */
export const withOwnAddress =
  (forward: (asked: HttpRequest) => Promise<HttpResponse>) =>
  async (asked: HttpRequest): Promise<HttpResponse> => {
    if (asked.headers['content-type'] !== SQS_CONTENT_TYPE) return forward(asked);
    const { host = '' } = asked.headers;
    const port = new URL(`http://${host}`).port;
    const inside = rename(
      asked.body,
      ({ pathname }) => `http://sqs.eu-central-1.localhost:${port}${pathname}`,
    );
    const { 'content-length': _length, ...headers } = asked.headers;
    const answer = await forward({ ...asked, headers, body: inside });
    return { ...answer, body: rename(answer.body, ({ pathname }) => `http://${host}${pathname}`) };
  };
