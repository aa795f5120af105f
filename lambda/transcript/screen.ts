import type { IFunctionIdentifier, Terminal } from '@xterm/headless';
import { ignoreCsi, openTerminal, SIZE } from './terminal';

/** The most rows one character can scroll off: the screen, by CSI 2 J of three characters after one that is shown. */
export const ROWS_PER_CHARACTER = SIZE.rows / 4;

// Repeat, insert, delete, erase, tab: carried out as often as the sequence says, up to two billion times, and nothing can
// interrupt it. Beyond the screen they change no more than up to its edge.
const REPEATING = 'bIZX@P';

// They take whole rows or columns off the screen, and no shell or command that writes line by line needs them. Full-screen
// programs do, on the alternate screen, which is not in the preview.
const REMOVING: readonly IFunctionIdentifier[] = [
  ...[...'STLM'].map((final) => ({ final })),
  { prefix: '?', final: 'J' },
  ...[...'@A'].map((final) => ({ intermediates: ' ', final })),
  ...[...'}~'].map((final) => ({ intermediates: "'", final })),
];

/** "Home, erase what follows" is what `clear` sends on the Linux console and from BusyBox; the same as "erase all", which scrolls. */
export const clearsAsScrolling = (source: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are the subject.
  source.replace(/(\x1b\[[01]?(?:;[01]?)?[Hf])\x1b\[0?J/g, '$1\x1b[2J');

/**
 * A terminal that obeys what editing a line or drawing a prompt needs, and ignores what would only take away what was
 * shown. `onShift` is called when a part of a row is shifted, so that it no longer reads as it was printed.
 */
export const openScreen = (scrollback: number, onShift: () => void): Terminal => {
  const screen = openTerminal(scrollback);
  const { parser, buffer } = screen;
  for (const final of REPEATING) {
    parser.registerCsiHandler({ final }, ([count]) => Number(count) > SIZE.rows);
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
  // Reverse index scrolls the last row away from the first one only.
  parser.registerEscHandler({ final: 'M' }, () => buffer.active.cursorY === 0);
  return screen;
};
