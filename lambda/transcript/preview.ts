import { Terminal } from '@xterm/headless';
import type { Preview } from './transcript';

/** How much of a transcript the preview is made from; Kosli shows it beside the attestation, so it stays small. */
export const PREVIEW_CHARACTERS = 4_000;
export const PREVIEW_SOURCE_BYTES = 64 * 1024;

const SLICE_CHARACTERS = 2_048;
// The caller's terminal width is not recorded. Wide enough that lines the shell did not wrap stay whole.
const SCREEN = { cols: 240, rows: 50 };
// Every row that scrolls off adds at least one character (its line end), and at most a slice's rows follow the last one.
const SCROLLBACK_ROWS = PREVIEW_CHARACTERS + SLICE_CHARACTERS + SCREEN.rows;

// Repeat, scroll, insert, delete, erase, tab: carried out as often as the sequence says, up to two billion times, and nothing
// can interrupt it. Beyond the screen they change no more than up to its edge.
const REPEATING = 'bSTLMIZX@P';

const openTerminal = (): Terminal => {
  const terminal = new Terminal({
    ...SCREEN,
    scrollback: SCROLLBACK_ROWS,
    // `script` writes its header past the terminal, whose driver would have made a whole line end of the bare one.
    convertEol: true,
    // Tidying the screen must not hide what was shown before: cleared rows scroll off instead …
    scrollOnEraseInDisplay: true,
    allowProposedApi: true,
    // It would print what it cannot parse, and with it pieces of the transcript.
    logLevel: 'off',
  });
  // … and neither "erase scrollback" (CSI 3 J, sent by `clear`) nor "reset" (ESC c) is obeyed.
  terminal.parser.registerCsiHandler({ final: 'J' }, ([mode]) => mode === 3);
  terminal.parser.registerEscHandler({ final: 'c' }, () => true);
  for (const final of REPEATING) {
    terminal.parser.registerCsiHandler({ final }, ([count]) => Number(count) > SCREEN.rows);
  }
  return terminal;
};

const write = (terminal: Terminal, text: string) =>
  new Promise<void>((resolve) => terminal.write(text, resolve));

const rowText = (terminal: Terminal, row: number): string => {
  const { normal } = terminal.buffer;
  const continues = normal.getLine(row + 1)?.isWrapped ?? false;
  return (normal.getLine(row)?.translateToString(!continues) ?? '') + (continues ? '' : '\n');
};

const shownText = (terminal: Terminal): string =>
  Array.from({ length: terminal.buffer.normal.length }, (_, row) => rowText(terminal, row)).join('');

// Characters that reorder the text around them could make an auditor read what was never shown.
const visible = (text: string): string =>
  text.replace(/[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, '\uFFFD');

// What `script` writes around a recording, CSI and OSC sequences, and everything else that leaves no mark.
const UNMARKED =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are the subject.
  /^Script started on .*$|^Script done on .*$|\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[ -/]*[0-~]|[\s\x00-\x1f\x7f]/gm;

const holdsNothing = (text: string): boolean => text.replace(UNMARKED, '') === '';

/**
 * The beginning of a transcript as a terminal would have shown it: colours dropped, line editing, cursor moves and
 * progress bars resolved. Full-screen programs (`vi`, `less`) draw on the alternate screen and leave nothing here, as
 * they leave nothing on a terminal. The transcript itself is attached unchanged.
 *
 * @param head the first bytes, `PREVIEW_SOURCE_BYTES` at most; need not be valid UTF-8
 * @param sizeBytes of the whole transcript
 */
export const previewOf = async (head: Uint8Array, sizeBytes: number): Promise<Preview> => {
  const source = new TextDecoder('utf-8').decode(head);
  const terminal = openTerminal();
  let fed = 0;
  // Rows that have scrolled off can no longer change; once they fill the preview the rest need not be drawn.
  let settledRows = 0;
  let settledCharacters = 0;
  while (fed < source.length && settledCharacters < PREVIEW_CHARACTERS) {
    await write(terminal, source.slice(fed, fed + SLICE_CHARACTERS));
    fed += SLICE_CHARACTERS;
    for (; settledRows < terminal.buffer.normal.baseY; settledRows += 1) {
      settledCharacters += rowText(terminal, settledRows).length;
    }
  }
  const shown = visible(shownText(terminal).trimEnd());
  terminal.dispose();
  const characters = [...shown];
  const wholeWasFed = fed >= source.length && head.length === sizeBytes;
  return {
    text: characters.slice(0, PREVIEW_CHARACTERS).join(''),
    truncated: !wholeWasFed || characters.length > PREVIEW_CHARACTERS,
    blank: head.length === sizeBytes && holdsNothing(source),
  };
};
