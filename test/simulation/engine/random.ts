/** Numbers that look random and repeat for the same seed. */
export interface Random {
  /** Between 0 and 1, 1 excluded. */
  readonly fraction: () => number;
  /** Whole, both ends included. */
  readonly between: (least: number, most: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <Item>(items: readonly Item[]) => Item;
  /** So many lower-case letters and digits, of which session ids consist (never 0 or 1). */
  readonly letters: (count: number) => string;
  readonly hex: (count: number) => string;
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz23456789';

const hashOf = (text: string): number => {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
};

const {
  mulberry32,
}: { readonly mulberry32: (seed: number) => () => number } = require('../function/mulberry32.js');

/** @param stream another stream of the same seed for every use, so that one use more shifts no other */
export const seededRandom = (seed: number, stream: string): Random => {
  const fraction = mulberry32(hashOf(`${seed} ${stream}`));
  const between = (least: number, most: number) => least + Math.floor(fraction() * (most - least + 1));
  const of = (alphabet: string) => (count: number) =>
    Array.from({ length: count }, () => alphabet[between(0, alphabet.length - 1)]).join('');
  return {
    fraction,
    between,
    chance: (probability) => fraction() < probability,
    pick: (items) => {
      const item = items[between(0, items.length - 1)];
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    },
    letters: of(LETTERS),
    hex: of('0123456789abcdef'),
  };
};
