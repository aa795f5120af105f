/** Long enough for any name or ARN, short enough that a whole attestation stays far below Kosli's 1,024 KB. */
const MAX_VALUE_CHARACTERS = 4_000;

/** Whether a value of `user_data` is what `truncate` left of a longer one. */
export const isTruncated = (text: string): boolean => /… \[truncated, \d+ characters in total\]$/.test(text);

/** A value for `user_data`: truncated, with a note, when it is very long. The attached record has the whole value. */
export const truncate = (text: string, maxCharacters = MAX_VALUE_CHARACTERS): string => {
  const characters = [...text];
  return characters.length <= maxCharacters
    ? text
    : `${characters.slice(0, maxCharacters).join('')}… [truncated, ${characters.length} characters in total]`;
};
