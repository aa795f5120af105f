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

// `terraform fmt` breaks no line, so this is taste: two of these fit beside each other in a review.
const WIDTH = 100;

/** A name and what is assigned to it, the latter laid out. */
export type Assignment = readonly [name: string, value: string];

const isLong = ([, value]: Assignment): boolean => value.includes('\n');

/**
 * One assignment after the other, their equals signs in one column wherever `terraform fmt` puts them there: in each run of
 * assignments that take one line (formatCells in hashicorp/hcl, hclwrite/format.go).
 */
export const alignAssignments = (assignments: readonly Assignment[], indent: string): string[] => {
  const widths = assignments.map(([name]) => name.length);
  const runWidth = (index: number): number => {
    const end = assignments.findIndex((assignment, at) => at >= index && isLong(assignment));
    const start = assignments.findLastIndex((assignment, at) => at < index && isLong(assignment)) + 1;
    return Math.max(...widths.slice(start, end === -1 ? undefined : end));
  };
  return assignments.map(([name, value], index) => {
    const width = isLong([name, value]) ? name.length : runWidth(index);
    return `${indent}${name.padEnd(width)} = ${value}`;
  });
};

const assignmentOf = (element: Expression, indent: string): Assignment => {
  const equals = element.findIndex((piece) => piece === '=' || piece === ':');
  const name = onOneLine(element.slice(0, equals));
  return [name, layOut(element.slice(equals + 1), indent, name.length + 3)];
};

// Numbers say as much on one line, however long.
const isOfNumbers = ({ pieces }: Bracketed): boolean =>
  pieces.every((piece) => typeof piece === 'string' && /^[\d.,-]+$/.test(piece));

const mayBreak = (piece: Piece, before: Piece | undefined): piece is Bracketed =>
  (isBracketed(piece, '{') || (isBracketed(piece, '[') && !picksElement(before))) &&
  !isOfNumbers(piece) &&
  // `for` inside makes it one expression, not a list of them.
  piece.pieces[0] !== 'for';

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
  return `${open}\n${lines.join('\n')}\n${indent}${CLOSING[open]}`;
};

// An object of several elements is read element by element, even a short one.
const isCompact = (expression: Expression): boolean =>
  expression.every(
    (piece) =>
      typeof piece === 'string' ||
      (isCompact(piece.pieces) && (piece.open !== '{' || splitAtCommas(piece.pieces).length <= 1)),
  );

/**
 * An expression as `terraform fmt` leaves it: on one line where it fits, else with its lists and objects broken.
 *
 * @param indent of the line it begins on; further lines are indented beyond it
 * @param column how many characters stand before it on that line, the indent not counted
 */
export const layOut = (expression: Expression, indent: string, column: number): string => {
  const line = onOneLine(expression);
  if (isCompact(expression) && indent.length + column + line.length <= WIDTH) return line;
  return spaced(expression, (piece, before) => {
    if (mayBreak(piece, before)) return broken(piece, indent);
    // The parentheses of a call stay where they are; what is inside breaks.
    if (isBracketed(piece, '(') && isName(before)) return `(${layOut(piece.pieces, indent, WIDTH)})`;
    return onOneLine([piece]);
  });
};
