import type { IFunctionIdentifier, Terminal } from '@xterm/headless';
import { ignoreCsi, openTerminal, SIZE } from './terminal';

/** The most rows that one character can scroll off: a whole screen for every four, one shown and the three of CSI 2 J. */
export const ROWS_PER_CHARACTER = SIZE.rows / 4;

// Repeat, insert, delete, erase, tab: executed as often as the sequence says, up to two billion times, without a way to
// interrupt them. Counts beyond the width of the screen have no further effect.
const REPEATING = 'bIZX@P';

// These remove whole rows or columns from the screen, and no shell or command that writes line by line needs them. Full-screen
// programs do, on the alternate screen, which is not in the preview.
const REMOVING: readonly IFunctionIdentifier[] = [
  ...[...'STLM'].map((final) => ({ final })),
  { prefix: '?', final: 'J' },
  ...[...'@A'].map((final) => ({ intermediates: ' ', final })),
  ...[...'}~'].map((final) => ({ intermediates: "'", final })),
];

/** Turns "home, erase what follows", which `clear` sends on the Linux console and in BusyBox, into "erase all", which scrolls. */
export const clearsAsScrolling = (source: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are the subject.
  source.replace(/(\x1b\[[01]?(?:;[01]?)?[Hf])\x1b\[0?J/g, '$1\x1b[2J');

/**
 * A terminal that obeys the sequences needed to edit a line or draw a prompt, and ignores those that would only remove what
 * was shown. `onShift` is called when part of a row is shifted, so that it no longer reads as it was printed.
 */
export const openScreen = (scrollback: number, onShift: () => void): Terminal => {
  const screen = openTerminal(scrollback);
  const { parser, buffer } = screen;
  for (const final of REPEATING) {
    parser.registerCsiHandler({ final }, ([count]) => Number(count) > SIZE.cols);
  }
  for (const final of '@P') {
    parser.registerCsiHandler({ final }, () => {
      onShift();
      return false;
    });
  }
  for (const id of REMOVING) ignoreCsi(screen, id);
  // Erase above, and erase scrollback, which `clear` sends.
  parser.registerCsiHandler({ final: 'J' }, ([mode]) => mode === 1 || mode === 3);
  // Reset.
  parser.registerEscHandler({ final: 'c' }, () => true);
  // Reverse index on the first row would scroll the last row off the screen.
  parser.registerEscHandler({ final: 'M' }, () => buffer.active.cursorY === 0);
  return screen;
};
