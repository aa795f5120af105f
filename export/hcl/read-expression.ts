import { type Bracket, CLOSING, type Expression, type Piece, plainKeys } from './expression';
import { onOneLine } from './spacing';

/** A string of the synthesised JSON is not the template Terraform would take it for. */
export class UnreadableTemplateError extends Error {
  override readonly name = 'UnreadableTemplateError';

  constructor(source: string, at: number, expected: string) {
    super(
      `Cannot write this as HCL: ${JSON.stringify(source)}. At character ${at + 1} it has ` +
        `${JSON.stringify(source.slice(at, at + 10))}, and ${expected} was expected.`,
    );
  }
}

interface Read<Result> {
  readonly result: Result;
  /** Where reading goes on. */
  readonly end: number;
}

const WORD_OR_OPERATOR =
  /[A-Za-z_][\w-]*|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|==|!=|<=|>=|&&|\|\||=>|\.\.\.|[=<>+\-*/%!?:.,]/y;

const isOpening = (character: string | undefined): character is Bracket =>
  character !== undefined && character in CLOSING;

/** Reads up to the closing bracket, which is not part of the result but is stepped over. */
const readUntil = (source: string, start: number, closing: string): Read<Expression> => {
  const pieces: Piece[] = [];
  let at = start;
  while (at < source.length) {
    const character = source[at];
    if (character === closing) return { result: pieces, end: at + 1 };
    if (character !== undefined && /\s/.test(character)) {
      at += 1;
    } else if (character === '"') {
      const { result, end } = readTemplate(source, at + 1, '"');
      pieces.push(`"${result}"`);
      at = end;
    } else if (isOpening(character)) {
      const { result, end } = readUntil(source, at + 1, CLOSING[character]);
      pieces.push({ open: character, pieces: character === '{' ? plainKeys(result) : result });
      at = end;
    } else {
      WORD_OR_OPERATOR.lastIndex = at;
      const [word] = WORD_OR_OPERATOR.exec(source) ?? [];
      if (word === undefined)
        throw new UnreadableTemplateError(source, at, 'a name, a number or an operator');
      pieces.push(word);
      at += word.length;
    }
  }
  if (closing !== '') throw new UnreadableTemplateError(source, at, closing);
  return { result: pieces, end: at };
};

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** The text between quotes of HCL that means `text`, but for what `${` and `%{` mean there. */
export const escapeQuotes = (text: string): string =>
  text.replace(/["\\\n\r\t]/g, (character) => ESCAPES[character] ?? character);

/**
 * Reads a template up to `closing`, or to the end of the source when that is empty. What comes out stands between quotes.
 * Between quotes a template is written with backslashes already; a string of the JSON is not.
 */
export const readTemplate = (source: string, start: number, closing: '"' | ''): Read<string> => {
  const written: string[] = [];
  let at = start;
  while (at < source.length) {
    const next = source[at] ?? '';
    if (next === closing) return { result: written.join(''), end: at + 1 };
    if (closing === '"' && next === '\\') {
      written.push(source.slice(at, at + 2));
      at += 2;
    } else if (source.startsWith('$${', at) || source.startsWith('%%{', at)) {
      written.push(source.slice(at, at + 3));
      at += 3;
    } else if (source.startsWith('${', at) || source.startsWith('%{', at)) {
      const { result, end } = readUntil(source, at + 2, '}');
      written.push(`${next}{${onOneLine(result)}}`);
      at = end;
    } else {
      written.push(closing === '"' ? next : escapeQuotes(next));
      at += 1;
    }
  }
  if (closing !== '') throw new UnreadableTemplateError(source, at, 'a quote');
  return { result: written.join(''), end: at };
};

/** Reads a whole expression, such as `data.aws_region.region.id`. */
export const readExpression = (source: string): Expression => readUntil(source, 0, '').result;

/**
 * Reads a string of Terraform's JSON: a template, whose whole may be one interpolation and then is that expression.
 * https://developer.hashicorp.com/terraform/language/syntax/json#expression-mapping
 */
export const readString = (text: string): Expression => {
  if (text.startsWith('${')) {
    const { result, end } = readUntil(text, 2, '}');
    if (end === text.length) return result;
  }
  return [`"${readTemplate(text, 0, '').result}"`];
};
