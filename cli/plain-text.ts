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
