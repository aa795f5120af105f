import {
  type Bracket,
  CLOSING,
  type Expression,
  isBracketed,
  isName,
  type Piece,
  plainKeys,
} from './expression';
import { onOneLine } from './spacing';
import { UnreadableTemplateError } from './unreadable-template';

interface Read<Result> {
  readonly result: Result;
  /** The position after it. */
  readonly end: number;
}

interface NewLine {
  /** The position of the first one outside inner brackets. */
  readonly newLine: number | null;
}

// HCL reads each in a way of its own, and cdktf writes none of them; what follows would be read as operators.
const UNSUPPORTED: Readonly<Record<string, string>> = {
  '/*': 'an expression without comments',
  '//': 'an expression without comments',
  '#': 'an expression without comments',
  '<<': 'a string between quotes instead of a heredoc',
  '::': "one of Terraform's own functions instead of a provider's",
};

const rejectUnsupported = (source: string, at: number): void => {
  const [, expected] = Object.entries(UNSUPPORTED).find(([sign]) => source.startsWith(sign, at)) ?? [];
  if (expected !== undefined) throw new UnreadableTemplateError(source, at, expected);
};

const WORD_OR_OPERATOR =
  /[A-Za-z_][\w-]*|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|==|!=|<=|>=|&&|\|\||=>|\.\.\.|[=<>+\-*/%!?:.,]/y;

const isOpening = (character: string | undefined): character is Bracket =>
  character !== undefined && character in CLOSING;

// As a key `for` is always quoted: https://github.com/hashicorp/hcl/blob/v2.23.0/hclsyntax/spec.md#for-expressions
const isForExpression = ([first, name, next]: Expression): boolean =>
  first === 'for' && isName(name) && (next === ',' || next === 'in');

/**
 * Reads an object or `for` expression after its `{`. A new line ends an element of an object as a comma does, and is a space
 * in a `for` expression, so an object has to be on one line here.
 */
const readObject = (source: string, start: number): Read<Expression> => {
  const read = readUntil(source, start, '}');
  const pieces = plainKeys(read.result);
  if (isForExpression(pieces)) return { ...read, result: pieces };
  if (pieces[0] === 'for') {
    throw new UnreadableTemplateError(source, start, 'a `for` expression, or the key "for" between quotes');
  }
  if (read.newLine !== null) {
    throw new UnreadableTemplateError(source, read.newLine, 'an object on one line');
  }
  return { ...read, result: pieces };
};

/** Reads up to the closing bracket, which is skipped and not part of the result. */
const readUntil = (source: string, start: number, closing: string): Read<Expression> & NewLine => {
  const pieces: Piece[] = [];
  let newLine: number | null = null;
  let at = start;
  while (at < source.length) {
    const character = source[at];
    if (character === closing) return { result: pieces, end: at + 1, newLine };
    rejectUnsupported(source, at);
    if (character !== undefined && /\s/.test(character)) {
      if (character === '\n') newLine ??= at;
      at += 1;
    } else if (character === '"') {
      const { result, end } = readTemplate(source, at + 1, '"');
      pieces.push(`"${result}"`);
      at = end;
    } else if (isOpening(character)) {
      const { result, end } =
        character === '{' ? readObject(source, at + 1) : readUntil(source, at + 1, CLOSING[character]);
      pieces.push({ open: character, pieces: result });
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
  return { result: pieces, end: at, newLine };
};

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** `text` escaped for a quoted string of HCL, except for `${` and `%{`. */
export const escapeQuotes = (text: string): string =>
  text.replace(/["\\\n\r\t]/g, (character) => ESCAPES[character] ?? character);

/**
 * Reads a template up to `closing`, or to the end of the source if that is empty, and returns it as the content of a quoted
 * string. A template between quotes has its backslashes already; a string of the JSON does not.
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
      // With a space between the braces of an object and of an interpolation, as `terraform fmt` writes it.
      const [before, after] = [result.at(0), result.at(-1)].map((piece) =>
        isBracketed(piece, '{') ? ' ' : '',
      );
      written.push(`${next}{${before}${onOneLine(result)}${after}}`);
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
 * Reads a string of Terraform's JSON, which is a template; if it is just one interpolation, it is that expression.
 * https://developer.hashicorp.com/terraform/language/syntax/json#expression-mapping
 */
export const readString = (text: string): Expression => {
  if (text.startsWith('${')) {
    const { result, end } = readUntil(text, 2, '}');
    if (end === text.length) return result;
  }
  return [`"${readTemplate(text, 0, '').result}"`];
};
