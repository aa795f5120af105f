import type { Terminal } from '@xterm/headless';
import { openPaper, withoutMoves } from './paper';
import { clearsAsScrolling, openScreen, ROWS_PER_CHARACTER } from './screen';
import { printedCharacters, SIZE, write } from './terminal';
import type { Preview } from './transcript';

/** The size of a preview and of the part it is made from. Kosli shows it with the attestation, so it stays small. */
export const PREVIEW_CHARACTERS = 4_000;
export const PREVIEW_SOURCE_BYTES = 64 * 1024;

const SLICE_CHARACTERS = 256;
// Every row that scrolls off adds at least one character (its line end); after the last one needed, one slice's rows may follow.
const SCROLLBACK_ROWS = PREVIEW_CHARACTERS + SLICE_CHARACTERS * ROWS_PER_CHARACTER + SIZE.rows;

const rowText = (terminal: Terminal, row: number): string => {
  const { normal } = terminal.buffer;
  const continues = normal.getLine(row + 1)?.isWrapped ?? false;
  return (normal.getLine(row)?.translateToString(!continues) ?? '') + (continues ? '' : '\n');
};

const shownText = (terminal: Terminal): string =>
  Array.from({ length: terminal.buffer.normal.length }, (_, row) => rowText(terminal, row)).join('');

// Bidirectional controls reorder the text around them and could make an auditor read what was never shown.
const visible = (text: string): string =>
  text.replace(/[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, '\uFFFD');

// A title (which BEL also ends) or another control string that continues past a line end: no program sends one, and a terminal
// that does not know the string shows its content. Controls between ESC and the character after it do not end the sequence.
export const HIDDEN_LINES =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are the subject.
  /(?:\x1b[\0-\x17\x19\x1c-\x1f\x7f]*\]|\x9d)[^\x07\n\v\f\r\x18\x1a\x1b\x80-\x9f]*[\n\v\f\r]|(?:\x1b[\0-\x17\x19\x1c-\x1f\x7f]*[PX^_]|[\x90\x98\x9e\x9f])[^\n\v\f\r\x18\x1a\x1b\x80-\x9f]*[\n\v\f\r]/;

/**
 * The beginning of a transcript as a terminal would have shown it: without colours, with line editing, cursor moves and
 * progress bars resolved. Full-screen programs (`vi`, `less`) draw on the alternate screen and leave nothing here, just as
 * they leave nothing on a terminal. If anything that was printed is missing here, or is not in the order in which it was
 * printed, `erased` is true: a shell can overwrite anything, and a correction cannot be distinguished from a cover-up. The
 * transcript itself is attached unchanged.
 *
 * @param head the first bytes, at most `PREVIEW_SOURCE_BYTES`; may be invalid UTF-8
 * @param sizeBytes the size of the whole transcript
 */
export const previewOf = async (head: Uint8Array, sizeBytes: number): Promise<Preview> => {
  const source = clearsAsScrolling(new TextDecoder('utf-8').decode(head));
  let shifted = false;
  const screen = openScreen(SCROLLBACK_ROWS, () => {
    shifted = true;
  });
  const paper = openPaper(source.length);
  let fed = 0;
  // Rows that have scrolled off can no longer change; once they fill the preview, the rest does not have to be drawn.
  let settledRows = 0;
  let settledCharacters = 0;
  while (fed < source.length && settledCharacters < PREVIEW_CHARACTERS) {
    const slice = source.slice(fed, fed + SLICE_CHARACTERS);
    await Promise.all([write(screen, slice), write(paper, withoutMoves(slice))]);
    fed += SLICE_CHARACTERS;
    for (; settledRows < screen.buffer.normal.baseY; settledRows += 1) {
      settledCharacters += rowText(screen, settledRows).length;
    }
  }
  const shown = visible(shownText(screen).trimEnd());
  const differs = printedCharacters(screen) !== printedCharacters(paper);
  screen.dispose();
  paper.dispose();
  const characters = [...shown];
  const allFed = fed >= source.length && head.length === sizeBytes;
  return {
    text: characters.slice(0, PREVIEW_CHARACTERS).join(''),
    truncated: !allFed || characters.length > PREVIEW_CHARACTERS,
    erased: differs || shifted || HIDDEN_LINES.test(source.slice(0, fed)),
  };
};
