import type { Terminal } from '@xterm/headless';
import { ignoreCsi, openTerminal, SIZE } from './terminal';

const range = (first: number, last: number): string[] =>
  Array.from({ length: last - first + 1 }, (_, index) => String.fromCharCode(first + index));

const CSI_FINALS = range(0x40, 0x7e);
const ESC_FINALS = range(0x30, 0x7e);
const INTERMEDIATES = range(0x20, 0x2f);
const PREFIXES = range(0x3c, 0x3f);

/**
 * A terminal on which nothing can be erased: it prints one character after another, as if on one endless line. It parses as a
 * screen does, so both agree on what is text; the only sequences it obeys are those that select a character set.
 *
 * @param characters the most it will be given; it keeps all of them
 */
export const openPaper = (characters: number): Terminal => {
  // A wide character takes two columns, and leaves the last column of a row empty when it does not fit.
  const paper = openTerminal(Math.ceil((2 * characters) / (SIZE.cols - 1)));
  // No handlers for sequences with both a prefix and an intermediate: none of them changes a screen, and registering handlers
  // takes longer than a short transcript does.
  for (const final of CSI_FINALS) {
    ignoreCsi(paper, { final });
    for (const prefix of PREFIXES) ignoreCsi(paper, { prefix, final });
    for (const intermediates of INTERMEDIATES) ignoreCsi(paper, { intermediates, final });
  }
  for (const final of ESC_FINALS) {
    paper.parser.registerEscHandler({ final }, () => true);
    paper.parser.registerEscHandler({ intermediates: '#', final }, () => true);
  }
  return paper;
};

/**
 * The same text without the controls that move the cursor (backspace to carriage return, IND, NEL, HTS). They are replaced by
 * controls that do nothing, so that the parser is in the same state after them.
 */
export const withoutMoves = (text: string): string =>
  text.replace(/[\b-\r]/g, '\0').replace(/[\x84\x85\x88]/g, '\x80');
