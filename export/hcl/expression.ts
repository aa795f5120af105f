/**
 * An expression of HCL as a tree: strings, names, numbers and operators as they are written, and the content of brackets as
 * a branch. It has what is needed to lay an expression out as `terraform fmt` would; it is not evaluated.
 */
export type Expression = readonly Piece[];
export type Piece = string | Bracketed;

export interface Bracketed {
  readonly open: Bracket;
  readonly pieces: Expression;
}

export type Bracket = keyof typeof CLOSING;

export const CLOSING = { '(': ')', '[': ']', '{': '}' } as const;

export const isName = (piece: Piece | undefined): piece is string =>
  typeof piece === 'string' && /^[A-Za-z_][\w-]*$/.test(piece);

export const isBracketed = (piece: Piece | undefined, open: Bracket): piece is Bracketed =>
  typeof piece === 'object' && piece.open === open;

/** The content of the brackets of a list, an object or a call. */
export const joinByCommas = (parts: readonly Expression[]): Expression =>
  parts.flatMap((part, index) => (index === 0 ? part : [',', ...part]));

/** The parts between commas. A comma after the last part adds none. */
export const splitAtCommas = (pieces: Expression): Expression[] => {
  const parts: Piece[][] = [[]];
  for (const piece of pieces) {
    if (piece === ',') parts.push([]);
    else parts.at(-1)?.push(piece);
  }
  return parts.filter((part) => part.length > 0);
};

/**
 * The content of an object without quotes around its keys where possible: `name =` instead of `"name" =`. `for` keeps them:
 * without, it would begin an expression.
 */
export const plainKeys = (pieces: Expression): Expression =>
  pieces.map((piece, index) => {
    const isKey = index === 0 || pieces[index - 1] === ',';
    const name = typeof piece === 'string' ? piece.replace(/^"(.*)"$/, '$1') : undefined;
    return isKey && isName(name) && name !== 'for' ? name : piece;
  });
