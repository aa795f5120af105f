// U+2800 is the pattern of braille without a dot.
const INVISIBLE = /^[\p{C}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}\u2800]*$/u;

/** Whether there is nothing in a text that anybody could read: spaces, controls, marks without a letter, fillers. */
export const isBlank = (text: string): boolean => INVISIBLE.test(text);
