import type { Call } from './engine/gateway';
import type { Random } from './engine/random';

/** How often each operation was called. */
export type Counts = ReadonlyMap<string, number>;

/** How many calls of all operations that begin like this. */
export const callsOf = (counts: Counts, prefix: string): number =>
  [...counts].reduce((sum, [operation, count]) => sum + (operation.startsWith(prefix) ? count : 0), 0);

/** How long calls take, and how many there are. */
export interface Meter {
  /** In milliseconds. */
  readonly latency: (call: Call) => number;
  readonly counts: Counts;
}

interface LookUp {
  readonly LookupAttributes?: readonly { readonly AttributeValue?: string }[];
  readonly StartTime?: number;
  readonly EndTime?: number;
  readonly NextToken?: string;
}

const LARGEST_HOURS = [1, 6, 24, 48, 72];

/** What was looked up: the event, how many hours of it, and whether it is a further page. */
const lookUpOf = ({ LookupAttributes = [], StartTime = 0, EndTime = 0, NextToken }: LookUp): string => {
  const hours = (EndTime - StartTime) / 3600;
  const span = LARGEST_HOURS.find((most) => hours <= most) ?? 'more';
  return `${LookupAttributes[0]?.AttributeValue} up to ${span} h${NextToken === undefined ? '' : ', further page'}`;
};

/** `LookupEvents`; of Kosli and S3 the method and what it is about. */
export const operationOf = ({ method, url, headers, body }: Call): string => {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') {
    const name = target.slice(target.lastIndexOf('.') + 1);
    return name === 'LookupEvents' ? `${name} ${lookUpOf(JSON.parse(body.toString()))}` : name;
  }
  if (headers['content-type']?.startsWith('application/x-www-form-urlencoded')) return 'IAM';
  if (!url.startsWith('/api/v2/')) return `S3 ${method}`;
  return `Kosli ${method} ${url.split('/')[3]}`;
};

const MILLISECONDS: readonly (readonly [prefix: string, least: number, most: number])[] = [
  ['LookupEvents', 150, 600],
  ['Kosli POST', 120, 600],
  ['Kosli', 80, 400],
  ['', 15, 90],
];

export const openMeter = (random: Random): Meter => {
  const counts = new Map<string, number>();
  return {
    counts,
    latency: (call) => {
      const operation = operationOf(call);
      counts.set(operation, (counts.get(operation) ?? 0) + 1);
      const [, least, most] = MILLISECONDS.find(([prefix]) => operation.startsWith(prefix)) ?? ['', 15, 90];
      return random.between(least, most);
    },
  };
};
