/** What Terraform's expressions are about. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value };

const text = (value: Value | undefined): string => String(value ?? '');
const list = (value: Value | undefined): readonly Value[] => {
  if (Array.isArray(value)) return value;
  throw new TypeError(`expected a list, got ${JSON.stringify(value)}`);
};

// Those the stacks use, as https://developer.hashicorp.com/terraform/language/functions has them.
export const FUNCTIONS: Readonly<Record<string, (...given: readonly Value[]) => Value>> = {
  coalesce: (...given) => {
    const found = given.find((each) => each !== null && each !== '');
    if (found === undefined) throw new TypeError('coalesce: everything is null or empty');
    return found;
  },
  jsonencode: (value) => JSON.stringify(value),
  length: (value) => (typeof value === 'string' ? value.length : list(value).length),
  split: (separator, value) => text(value).split(text(separator)),
  trimprefix: (value, prefix) =>
    text(value).startsWith(text(prefix)) ? text(value).slice(text(prefix).length) : text(value),
};

const numbers =
  (operate: (left: number, right: number) => Value) =>
  (left: Value, right: Value): Value =>
    operate(Number(left), Number(right));

// By how tightly they bind, loosest first.
export const OPERATORS: readonly Readonly<Record<string, (left: Value, right: Value) => Value>>[] = [
  { '||': (left, right) => left === true || right === true },
  { '&&': (left, right) => left === true && right === true },
  {
    '==': (left, right) => JSON.stringify(left) === JSON.stringify(right),
    '!=': (left, right) => JSON.stringify(left) !== JSON.stringify(right),
  },
  {
    '<=': numbers((left, right) => left <= right),
    '>=': numbers((left, right) => left >= right),
    '<': numbers((left, right) => left < right),
    '>': numbers((left, right) => left > right),
  },
  { '+': numbers((left, right) => left + right), '-': numbers((left, right) => left - right) },
  { '*': numbers((left, right) => left * right) },
];
