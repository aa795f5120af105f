/** Longer texts are cut. */
const LONGEST = 500;

// Control characters, what hides or reorders text, halves of surrogate pairs, and what is no character: of these are also
// those that XML does not allow.
const HARMFUL = /[\p{C}\p{Zl}\p{Zp}]/gu;

const named = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

/** A text of a plan on one line of a terminal: nothing in it moves the cursor, changes colours or hides anything. */
export const harmless = (text: string): string => {
  const cut = text.length > LONGEST ? text.slice(0, LONGEST) : text;
  const more = text.length - cut.length;
  const clean = cut.replaceAll(HARMFUL, named);
  return more === 0 ? clean : `${clean}… (${more} more characters)`;
};

/** The same for text of several lines, such as HCL. */
export const harmlessLines = (text: string): readonly string[] => text.split('\n').map(harmless);
