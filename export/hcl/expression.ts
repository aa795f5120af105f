/**
 * An expression of HCL as a tree: strings, names, numbers and operators as they are written, and what stands between
 * brackets as a branch. Deep enough to lay an expression out as `terraform fmt` would, and no deeper: what it means is
 * Terraform's business.
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

/** What the brackets of a list, an object or a call hold. */
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
 * The content of an object whose keys go without quotes where they can: `"name" =` means what `name =` means, and reads
 * worse. `for` cannot: it would begin an expression.
 */
export const plainKeys = (pieces: Expression): Expression =>
  pieces.map((piece, index) => {
    const isKey = index === 0 || pieces[index - 1] === ',';
    const name = typeof piece === 'string' ? piece.replace(/^"(.*)"$/, '$1') : undefined;
    return isKey && isName(name) && name !== 'for' ? name : piece;
  });
