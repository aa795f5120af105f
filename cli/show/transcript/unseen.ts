// What is in a text and cannot be seen in it. Joiners and variation selectors are not here: scripts and emoji need them, and they
// hide nothing.

/** Takes no place: what turns the direction of the text around above all, other format characters, tags, fillers. */
const PLACELESS =
  '\\u00ad\\u061c\\u115f\\u1160\\u180e\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f\\u3164\\ufeff\\uffa0\\ufff9-\\ufffb\\u{e0000}-\\u{e007f}';
/** C0 and C1, and what is no character. */
const CONTROLS = '\\0-\\x1f\\x7f-\\x9f\\ufffe\\uffff';

const EACH_PLACELESS = new RegExp(`[${PLACELESS}]`, 'gu');
const EACH = new RegExp(`([${PLACELESS}${CONTROLS}])`, 'gu');

// In the last plane for private use, where no font has anything.
const PLACES = 0x10_0000;
const EACH_PLACE = /[\u{100000}-\u{10fffd}]/gu;

const codeOf = (character: string): number => character.codePointAt(0) ?? 0;

/**
 * The same text with a character that takes a place on a terminal for each that would not: a terminal drops some of them, and
 * adds the others to the character before.
 */
export const withPlaces = (text: string): string =>
  text
    .replace(EACH_PLACE, '\ufffd')
    .replace(EACH_PLACELESS, (character) => String.fromCodePoint(PLACES + (codeOf(character) & 0xffff)));

const ONE_PLACELESS = new RegExp(`^[${PLACELESS}]$`, 'u');

/**
 * Undoes `withPlaces` for one character. Tags (U+E0000 and above) differ from C0 and ASCII in nothing but their plane. In a text
 * that has not gone through `withPlaces` it may be any other character of the plane, which has no meaning.
 */
const placeless = (place: string): string => {
  const code = codeOf(place) - PLACES;
  const character = String.fromCodePoint(code < 0x80 ? 0xe_0000 + code : code);
  return ONE_PLACELESS.test(character) ? character : '\ufffd';
};

const named = (character: string): string =>
  `[U+${codeOf(character).toString(16).toUpperCase().padStart(4, '0')}]`;

/** A text in pieces: as it is, and `[U+202E]` for each character that cannot be seen. */
export const piecesOf = (text: string): readonly { readonly text: string; readonly unseen: boolean }[] =>
  // Texts and characters in turns, since the pattern captures the character.
  text
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(EACH_PLACE, placeless)
    .split(EACH)
    .map((piece, index) =>
      index % 2 === 0 ? { text: piece, unseen: false } : { text: named(piece), unseen: true },
    )
    .filter((piece) => piece.text !== '');

/** The same in one piece, for one line; without this a text from outside must not reach a terminal. */
export const visible = (text: string): string =>
  piecesOf(text)
    .map((piece) => piece.text)
    .join('');
