import * as v from 'valibot';
import { type AwsRequest, type Patch, withJson } from './patch';

const Attributes = v.record(v.string(), v.string());
const Created = v.looseObject({ Attributes: v.optional(Attributes, {}) });
const Named = v.looseObject({ QueueUrl: v.string() });
const Changed = v.looseObject({ QueueUrl: v.string(), Attributes });
const Answer = v.looseObject({ Attributes: v.optional(Attributes) });

const parsed = <Schema extends v.GenericSchema>(schema: Schema, body: Buffer): v.InferOutput<Schema> =>
  v.parse(schema, JSON.parse(body.toString()));

// What a queue keeps until it is set again, which moto forgets or does not know.
const KEPT = ['Policy', 'RedriveAllowPolicy'];
const keptOf = (attributes: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(attributes).filter(([name]) => KEPT.includes(name)));

/**
 * SetQueueAttributes changes what it names and nothing else:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html. moto drops the queue's
 * policy whenever it is not named, does not know RedriveAllowPolicy, and reports SqsManagedSseEnabled even where KmsMasterKeyId
 * is set, although AWS allows only one of them.
 */
export const queueAttributes = (): Patch => {
  const kept = new Map<string, Readonly<Record<string, string>>>();
  const queueOf = ({ region }: AwsRequest, url: string) => `${region} ${url}`;
  return {
    request: (request) => {
      if (request.operation !== 'SetQueueAttributes') return request;
      const { QueueUrl, Attributes: changed, ...rest } = parsed(Changed, request.body);
      const queue = queueOf(request, QueueUrl);
      const known = { ...kept.get(queue), ...keptOf(changed) };
      kept.set(queue, known);
      const { RedriveAllowPolicy: _unknown, ...sent } = { ...known, ...changed };
      return { ...request, body: Buffer.from(JSON.stringify({ ...rest, QueueUrl, Attributes: sent })) };
    },
    answer: (request, answer) => {
      if (answer.status !== 200) return answer;
      if (request.operation === 'CreateQueue') {
        const { QueueUrl } = parsed(Named, answer.body);
        kept.set(queueOf(request, QueueUrl), keptOf(parsed(Created, request.body).Attributes));
      }
      if (request.operation !== 'GetQueueAttributes') return answer;
      const { QueueUrl } = parsed(Named, request.body);
      const { Attributes: read, ...rest } = parsed(Answer, answer.body);
      if (read === undefined) return answer;
      const { RedriveAllowPolicy } = kept.get(queueOf(request, QueueUrl)) ?? {};
      return withJson(answer, {
        ...rest,
        Attributes: {
          ...read,
          ...(RedriveAllowPolicy && { RedriveAllowPolicy }),
          ...(read.KmsMasterKeyId && { SqsManagedSseEnabled: 'false' }),
        },
      });
    },
  };
};
