import { type Expression, joinByCommas, plainKeys } from './expression';
import { escapeQuotes, readString, readTemplate } from './read-expression';

/** Any JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** How the strings of a value are read. */
interface Strings {
  readonly expression: (text: string) => Expression;
  /** The same without its quotes, for the key of an object, where an expression would need parentheses. */
  readonly betweenQuotes: (text: string) => string;
}

const TEMPLATES: Strings = {
  expression: readString,
  betweenQuotes: (text) => readTemplate(text, 0, '').result,
};

const escapeAll = (text: string) => escapeQuotes(text).replace(/([$%])\{/g, '$1$1{');
const LITERALS: Strings = {
  expression: (text) => [`"${escapeAll(text)}"`],
  betweenQuotes: escapeAll,
};

const write = (value: Json, strings: Strings): Expression => {
  if (typeof value === 'string') return strings.expression(value);
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return [String(value)];
  if (isObject(value)) {
    const elements = Object.entries(value).map(([key, element]) => [
      `"${strings.betweenQuotes(key)}"`,
      '=',
      ...write(element, strings),
    ]);
    return [{ open: '{', pieces: plainKeys(joinByCommas(elements)) }];
  }
  return [{ open: '[', pieces: joinByCommas(value.map((element) => write(element, strings))) }];
};

/** A value that Terraform evaluates: its strings are templates. */
export const expressionOf = (value: Json): Expression => write(value, TEMPLATES);

/** A value that Terraform does not evaluate, such as the default of a variable: `${` in it is text, which HCL has to escape. */
export const literalOf = (value: Json): Expression => write(value, LITERALS);
