// What JSON leaves as it is: ends of lines by Unicode (U+0085, U+2028, U+2029), commands to a terminal in eight bits, and what
// turns the direction of text. Below U+0020 it escapes by itself.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are the subject.
const UNSEEN = /(?![\0-\x1f])[\p{C}\p{Zl}\p{Zp}]/gu;

const escaped = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('');

/** The same text with these as JSON escapes them, for text in or of JSON: every parser reads the same value. */
export const escapeUnseen = (text: string): string => text.replaceAll(UNSEEN, escaped);

/** CloudWatch Logs cuts a line off at 256 KB, and what is left of it is not JSON any more. */
const MAX_CHARACTERS = 8_000;

/**
 * For `JSON.stringify`: text as a log may show it. Names and answers come from outside, and none of them may look like another
 * line of the log, move the terminal that shows it, or be so long that the line cannot be read.
 */
export const harmlessText = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? escapeUnseen(value.slice(0, MAX_CHARACTERS)) : value;
