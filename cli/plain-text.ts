/**
 * A text from outside on one line: what callers choose may hold characters that drive a terminal, or turn text around.
 *
 * @param width in characters; a longer text ends with an ellipsis
 */
export const plainText = (text: string, width = Number.POSITIVE_INFINITY): string => {
  const plain = [...text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '\ufffd')];
  return plain.length <= width ? plain.join('') : `${plain.slice(0, width - 1).join('')}…`;
};
