import type { Answer, Call } from '../engine/gateway';

/** A refusal as AWS services that speak JSON answer it. */
export class Refusal extends Error {
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

type Input = Readonly<Record<string, unknown>>;
export type Operations = Readonly<Record<string, (input: Input) => unknown>>;

const isInput = (json: unknown): json is Input => typeof json === 'object' && json !== null;

/** Answers a call of a service of the AWS JSON protocol; an operation that is not known is refused. */
export const answerAwsJson = (operations: Operations, { headers, body }: Call): Answer => {
  const contentType = String(headers['content-type']);
  const target = String(headers['x-amz-target']);
  const answer = (status: number, json: unknown) => ({
    status,
    headers: { 'content-type': contentType },
    body: JSON.stringify(json),
  });
  const run = operations[target.slice(target.lastIndexOf('.') + 1)];
  const input: unknown = JSON.parse(body.toString());
  if (run === undefined || !isInput(input))
    return answer(400, { __type: 'UnknownOperationException', message: target });
  try {
    return answer(200, run(input) ?? {});
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return answer(400, { __type: error.type, message: error.message });
  }
};

/** A text of the input; the empty text when there is none. */
export const textIn = (input: Input, field: string): string => {
  const value = input[field];
  return typeof value === 'string' ? value : '';
};

export const numberIn = (input: Input, field: string): number | null => {
  const value = input[field];
  return typeof value === 'number' ? value : null;
};

export const listIn = (input: Input, field: string): readonly unknown[] => {
  const value = input[field];
  return Array.isArray(value) ? value : [];
};

export const textsIn = (input: Input, field: string): readonly string[] =>
  listIn(input, field).filter((item) => typeof item === 'string');

export const inputsIn = (input: Input, field: string): readonly Input[] =>
  listIn(input, field).filter(isInput);
