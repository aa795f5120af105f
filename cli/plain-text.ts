import { visible } from './show/transcript/unseen';

/**
 * A text from outside on one line, of which a terminal obeys nothing.
 *
 * @param width in characters; a longer text ends with an ellipsis
 */
export const plainText = (text: string, width: number): string => {
  const plain = [...visible(text)];
  return plain.length <= width ? plain.join('') : `${plain.slice(0, width - 1).join('')}…`;
};

/** More of a message is of no use to anybody. */
const LONGEST = 4_000;

/** A message on one line. */
export const plainLine = (text: string): string => plainText(text, LONGEST);

/** The same of a text of many lines, of which all are ours. */
export const plainLines = (text: string): string => text.split('\n').map(visible).join('\n');
