/** Long enough for any name or ARN, short enough that a whole attestation stays far below Kosli's 1,024 KB. */
const MAX_VALUE_CHARACTERS = 4_000;

/** A value for `user_data`: cut when it is very long, and then it says so. The attached record keeps it whole. */
export const truncate = (text: string): string => {
  const characters = [...text];
  return characters.length <= MAX_VALUE_CHARACTERS
    ? text
    : `${characters.slice(0, MAX_VALUE_CHARACTERS).join('')}… [cut, ${characters.length} characters in all]`;
};
