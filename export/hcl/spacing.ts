import { CLOSING, type Expression, isBracketed, isName, type Piece } from './expression';

const OPERATORS = new Set(['=', '==', '!=', '<', '>', '<=', '>=', '&&', '||', '+', '-', '*', '/', '%']);
const isUnarySign = (before: Piece | undefined): boolean =>
  before === undefined || (typeof before === 'string' && (OPERATORS.has(before) || /^[,?:!]$/.test(before)));

/** Whether `[` after this piece is an index, and not the start of a list. */
export const picksElement = (before: Piece | undefined): boolean =>
  (isName(before) && before !== 'in') || typeof before === 'object' || /^\d/.test(String(before));

// The rules of spaceAfterToken in hashicorp/hcl, hclwrite/format.go, which is what `terraform fmt` runs.
const isSpaced = (before: Piece | undefined, piece: Piece, next: Piece): boolean => {
  if (next === ',' || next === '...') return false;
  if (piece === ',') return true;
  if (piece === '.' || next === '.' || piece === '!') return false;
  if (isBracketed(next, '(') && isName(piece)) return false;
  if (isBracketed(next, '[') && picksElement(piece)) return false;
  return !(piece === '-' && isUnarySign(before));
};

const pieceOnOneLine = (piece: Piece): string => {
  if (typeof piece === 'string') return piece;
  const inside = onOneLine(piece.pieces);
  const room = piece.open === '{' && inside !== '' ? ' ' : '';
  return `${piece.open}${room}${inside}${room}${CLOSING[piece.open]}`;
};

/** The pieces of an expression as `write` writes them, spaced as `terraform fmt` spaces them. */
export const spaced = (
  expression: Expression,
  write: (piece: Piece, before: Piece | undefined) => string,
): string =>
  expression
    .map((piece, index) => {
      const before = expression[index - 1];
      const next = expression[index + 1];
      return `${write(piece, before)}${next !== undefined && isSpaced(before, piece, next) ? ' ' : ''}`;
    })
    .join('');

export const onOneLine = (expression: Expression): string => spaced(expression, pieceOnOneLine);
