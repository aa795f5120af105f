import { blocksOf } from './block-names';
import { type Expression, joinByCommas } from './expression';
import { type Assignment, alignAssignments, layOut } from './layout';
import { readExpression } from './read-expression';
import { expressionOf, type Json, type JsonObject, literalOf } from './value';

/** A block of HCL, such as `resource "aws_sqs_queue" "transcripts" { … }`. */
export interface Block {
  readonly type: string;
  readonly labels: readonly string[];
  readonly body: JsonObject;
  /** Blocks with labels of their own, which no value of the body can have. */
  readonly inner?: readonly Block[];
}

/** How the values of a block are meant: evaluated, or taken as they are. */
export type Reading = (name: string, value: Json) => Expression;

// Their strings are addresses, not text: https://developer.hashicorp.com/terraform/language/syntax/json#meta-arguments
const ADDRESSES = new Set(['depends_on', 'ignore_changes', 'replace_triggered_by', 'provider']);

const addressesOf = (value: Json): Expression => {
  if (typeof value === 'string') return readExpression(value);
  if (!Array.isArray(value)) throw new TypeError(`expected addresses, got ${JSON.stringify(value)}`);
  return [{ open: '[', pieces: joinByCommas(value.map(addressesOf)) }];
};

export const evaluated: Reading = (name, value) =>
  ADDRESSES.has(name) ? addressesOf(value) : expressionOf(value);

export const asItIs: Reading = (_name, value) => literalOf(value);

/** Paragraphs of lines: the assignments first, then each block by itself. */
const paragraphsOf = (
  { body, inner = [], ...block }: Block,
  reading: Reading,
  indent: string,
): string[][] => {
  const place = [block.type, ...block.labels].join('.');
  const assignments: Assignment[] = [];
  const blocks = [...inner];
  for (const [name, value] of Object.entries(body)) {
    // Comments of cdktf: where in the construct tree an element stands.
    if (name === '//') continue;
    const nested = blocksOf(name, value, place);
    if (nested) blocks.push(...nested.map((inside) => ({ type: name, labels: [], body: inside })));
    else assignments.push([name, layOut(reading(name, value), indent, name.length + 3)]);
  }
  const written = blocks.map((each) => linesOf(each, reading, indent));
  return assignments.length > 0 ? [alignAssignments(assignments, indent), ...written] : written;
};

const linesOf = (block: Block, reading: Reading, indent: string): string[] => {
  const head = [block.type, ...block.labels.map((label) => `"${label}"`)].join(' ');
  const [first, ...others] = paragraphsOf(block, reading, `${indent}  `);
  if (!first) return [`${indent}${head} {}`];
  const lines = [...first, ...others.flatMap((paragraph) => ['', ...paragraph])];
  return [`${indent}${head} {`, ...lines, `${indent}}`];
};

/** A block at the top of a file. */
export const writeBlock = (block: Block, reading: Reading): string => linesOf(block, reading, '').join('\n');
