import { type Assignment, alignAssignments } from './assignments';
import {
  type Bracketed,
  CLOSING,
  type Expression,
  isBracketed,
  isName,
  type Piece,
  splitAtCommas,
} from './expression';
import { onOneLine, picksElement, spaced } from './spacing';

// `terraform fmt` does not break lines, so any width would do: two of these fit beside each other in a review.
const WIDTH = 100;

const assignmentOf = (element: Expression, indent: string): Assignment => {
  const equals = element.findIndex((piece) => piece === '=' || piece === ':');
  const name = onOneLine(element.slice(0, equals));
  return [name, layOut(element.slice(equals + 1), indent, name.length + 3)];
};

// A list of numbers stays on one line, however long.
const isOfNumbers = ({ pieces }: Bracketed): boolean =>
  pieces.every((piece) => typeof piece === 'string' && /^[\d.,-]+$/.test(piece));

const mayBreak = (piece: Piece, before: Piece | undefined): piece is Bracketed =>
  (isBracketed(piece, '{') || (isBracketed(piece, '[') && !picksElement(before))) &&
  !isOfNumbers(piece) &&
  // `for` inside makes it one expression, not a list of them.
  piece.pieces[0] !== 'for';

const enclosed = (open: Bracketed['open'], lines: readonly string[], indent: string): string =>
  `${open}\n${lines.join('\n')}\n${indent}${CLOSING[open]}`;

const broken = ({ open, pieces }: Bracketed, indent: string): string => {
  const inside = `${indent}  `;
  const elements = splitAtCommas(pieces);
  const lines =
    open === '{'
      ? alignAssignments(
          elements.map((element) => assignmentOf(element, inside)),
          inside,
        )
      : elements.map((element) => `${inside}${layOut(element, inside, 0)},`);
  return enclosed(open, lines, indent);
};

// An object of several elements is always broken.
const isCompact = (expression: Expression): boolean =>
  expression.every(
    (piece) =>
      typeof piece === 'string' ||
      (isCompact(piece.pieces) && (piece.open !== '{' || splitAtCommas(piece.pieces).length <= 1)),
  );

const isConditional = (expression: Expression): boolean => expression.includes('?');

/** The condition and each branch on a line of its own, which HCL allows between parentheses. */
const branches = (expression: Expression, indent: string): string => {
  const inside = `${indent}  `;
  const starts = expression.flatMap((piece, index) => (piece === '?' || piece === ':' ? [index] : []));
  const lines = [0, ...starts].map((start, index) => {
    const sign = index === 0 ? '' : `${expression[start]} `;
    const branch = expression.slice(index === 0 ? 0 : start + 1, starts[index]);
    return `${inside}${sign}${layOut(branch, inside, sign.length)}`;
  });
  return enclosed('(', lines, indent);
};

/** The arguments of a call: broken in place if only one of them is broken, else each on a line of its own. */
const callOf = (pieces: Expression, indent: string): string => {
  const parts = splitAtCommas(pieces);
  if (parts.length === 1 && isConditional(pieces)) return branches(pieces, indent);
  const inPlace = parts.some(isConditional) ? null : brokenInPlace(pieces, indent);
  if (inPlace !== null) return `(${inPlace})`;
  const inside = `${indent}  `;
  const last = parts.length - 1;
  const lines = parts.map((part, index) => {
    // HCL does not accept a comma after a spread argument.
    const comma = index === last && part.at(-1) === '...' ? '' : ',';
    return `${inside}${layOut(part, inside, comma.length)}${comma}`;
  });
  return enclosed('(', lines, indent);
};

/**
 * An expression with its lists and objects broken; null if that would break more than one of them: `terraform fmt` indents
 * by the brackets that a line opens and closes, and a line like `}, {` opens as many as it closes.
 */
const brokenInPlace = (expression: Expression, indent: string): string | null => {
  let count = 0;
  const written = spaced(expression, (piece, before) => {
    const text = brokenPiece(piece, before, indent);
    if (text.includes('\n')) count += 1;
    return text;
  });
  return count > 1 ? null : written;
};

const brokenPiece = (piece: Piece, before: Piece | undefined, indent: string): string => {
  if (mayBreak(piece, before)) return broken(piece, indent);
  const line = onOneLine([piece]);
  if (!isBracketed(piece, '(')) return line;
  if (isConditional(piece.pieces) && isCompact(piece.pieces) && indent.length + line.length <= WIDTH)
    return line;
  if (isName(before)) return callOf(piece.pieces, indent);
  return isConditional(piece.pieces) ? branches(piece.pieces, indent) : line;
};

/**
 * An expression as `terraform fmt` leaves it: on one line where it fits, else with its lists and objects broken.
 *
 * @param indent of the line it begins on; further lines are indented beyond it
 * @param column how many characters are before it on that line, without the indent
 */
export const layOut = (expression: Expression, indent: string, column: number): string => {
  const line = onOneLine(expression);
  if (isCompact(expression) && indent.length + column + line.length <= WIDTH) return line;
  if (isConditional(expression)) return branches(expression, indent);
  return brokenInPlace(expression, indent) ?? line;
};
