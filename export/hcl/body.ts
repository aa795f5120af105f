import { type Assignment, alignAssignments } from './assignments';
import { blocksOf } from './block-names';
import { type Expression, joinByCommas } from './expression';
import { layOut } from './layout';
import { readExpression } from './read-expression';
import { UnreadableTemplateError } from './unreadable-template';
import { expressionOf, isObject, type Json, type JsonObject, literalOf } from './value';

/** A block of HCL, such as `resource "aws_sqs_queue" "transcripts" { … }`. */
export interface Block {
  readonly type: string;
  readonly labels: readonly string[];
  readonly body: JsonObject;
  /** Nested blocks with labels, which values of the body cannot have. */
  readonly inner?: readonly Block[];
  /** Without nested blocks: an object in its body is an object in HCL. */
  readonly attributesOnly?: boolean;
}

/** How the values of a block are read: as templates, or literally. */
export type Reading = (name: string, value: Json) => Expression;

// Strings of these are addresses or names, not text:
// https://developer.hashicorp.com/terraform/language/syntax/json#meta-arguments
const ADDRESSES = new Set(['depends_on', 'ignore_changes', 'iterator', 'provider', 'replace_triggered_by']);

/** A string that is an address, or a list of them. */
export const addressesOf = (value: Json): Expression => {
  if (typeof value === 'string') return readExpression(value);
  if (!Array.isArray(value)) throw new TypeError(`expected addresses, got ${JSON.stringify(value)}`);
  return [{ open: '[', pieces: joinByCommas(value.map(addressesOf)) }];
};

export const evaluated: Reading = (name, value) =>
  ADDRESSES.has(name) ? addressesOf(value) : expressionOf(value);

export const literally: Reading = (_name, value) => literalOf(value);

/** @throws UnreadableTemplateError that says where in the configuration the value is */
const readAt = (place: string, reading: Reading, name: string, value: Json): Expression => {
  try {
    return reading(name, value);
  } catch (error) {
    throw error instanceof UnreadableTemplateError ? error.foundIn(`${place}.${name}`) : error;
  }
};

// https://developer.hashicorp.com/terraform/language/expressions/dynamic-blocks; its label says which block it stands for.
const dynamicBlocks = (byLabel: Json, place: string): Block[] => {
  if (!isObject(byLabel)) throw new TypeError(`${place}: expected dynamic blocks by their type`);
  return Object.entries(byLabel).flatMap(([label, dynamic]) =>
    [dynamic].flat().map((each) => {
      if (!isObject(each) || !isObject(each.content)) {
        throw new TypeError(`${place}: expected a dynamic block to have an object as its content`);
      }
      const { content, ...body } = each;
      const inner = [{ type: 'content', labels: [], body: content }];
      return { type: 'dynamic', labels: [label], body, inner, attributesOnly: true };
    }),
  );
};

/** Paragraphs of lines: first the assignments, then each block. */
const paragraphsOf = (
  { body, inner = [], attributesOnly = false }: Block,
  reading: Reading,
  indent: string,
  place: string,
): string[][] => {
  const assignments: Assignment[] = [];
  const blocks = [...inner];
  for (const [name, value] of Object.entries(body)) {
    // A comment of cdktf, with the path of the construct.
    if (name === '//') continue;
    if (name === 'dynamic' && !attributesOnly) {
      blocks.push(...[value].flat().flatMap((each) => dynamicBlocks(each, place)));
      continue;
    }
    const nested = attributesOnly ? null : blocksOf(name, value, place);
    if (nested) blocks.push(...nested.map((inside) => ({ type: name, labels: [], body: inside })));
    else {
      const expression = readAt(place, reading, name, value);
      assignments.push([name, layOut(expression, indent, name.length + 3)]);
    }
  }
  const written = blocks.map((each) => linesOf(each, reading, indent, place));
  return assignments.length > 0 ? [alignAssignments(assignments, indent), ...written] : written;
};

const linesOf = (block: Block, reading: Reading, indent: string, around: string): string[] => {
  const head = [block.type, ...block.labels.map((label) => `"${label}"`)].join(' ');
  const place = [...(around === '' ? [] : [around]), block.type, ...block.labels].join('.');
  const [first, ...others] = paragraphsOf(block, reading, `${indent}  `, place);
  if (!first) return [`${indent}${head} {}`];
  const lines = [...first, ...others.flatMap((paragraph) => ['', ...paragraph])];
  return [`${indent}${head} {`, ...lines, `${indent}}`];
};

/** A block at the top of a file. */
export const writeBlock = (block: Block, reading: Reading): string =>
  linesOf(block, reading, '', '').join('\n');
