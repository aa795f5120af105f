import type { Terminal } from '@xterm/headless';
import { openPaper, withoutMoves } from '../../../lambda/transcript/paper';
import { HIDDEN_LINES } from '../../../lambda/transcript/preview';
import { clearsAsScrolling, openScreen, ROWS_PER_CHARACTER } from '../../../lambda/transcript/screen';
import { printedCharacters, SIZE, write } from '../../../lambda/transcript/terminal';
import { LIMITS } from './limits';
import { type EnteredCommand, type Line, type Run, textOf } from './line';
import { commandsIn } from './prompts';
import { runsOfRow } from './row-runs';
import { withPlaces } from './unseen';

export interface DrawnTranscript {
  readonly lines: readonly Line[];
  readonly commands: readonly EnteredCommand[];
  /** Whether this is not all: of the source, or of what it shows. */
  readonly truncated: boolean;
  /** Whether something that was printed is missing or in another place: erased, overwritten, or on the alternate screen. */
  readonly erased: boolean;
}

const SLICE_CHARACTERS = 1_024;
const SCROLLBACK_ROWS = LIMITS.lines + SLICE_CHARACTERS * ROWS_PER_CHARACTER + SIZE.rows;

/** Notes the row of each prompt that bash and zsh mark, by turning on bracketed paste there. */
const noteMarks = (screen: Terminal): ReadonlySet<number> => {
  const rows = new Set<number>();
  screen.parser.registerCsiHandler({ prefix: '?', final: 'h' }, (params) => {
    const { active } = screen.buffer;
    if (params.includes(2004) && active.type === 'normal') rows.add(active.baseY + active.cursorY);
    return false;
  });
  return rows;
};

interface Rows {
  readonly lines: readonly Line[];
  /** The line that each row is in. */
  readonly lineOfRow: readonly number[];
  readonly truncated: boolean;
}

const linesOn = ({ buffer: { normal } }: Terminal): Rows => {
  const lines: { runs: Run[]; continues: boolean }[] = [];
  const lineOfRow: number[] = [];
  const cell = normal.getNullCell();
  let characters = 0;
  let inLine = 0;
  for (let row = 0; row < normal.length; row += 1) {
    const isWrapped = row > 0 && normal.getLine(row)?.isWrapped === true;
    if (!isWrapped || inLine >= LIMITS.lineCharacters) {
      if (lines.length === LIMITS.lines || characters >= LIMITS.characters)
        return { lines, lineOfRow, truncated: true };
      lines.push({ runs: [], continues: isWrapped });
      inLine = 0;
    }
    const runs = runsOfRow(normal, row, normal.getLine(row + 1)?.isWrapped === true, cell);
    lines.at(-1)?.runs.push(...runs);
    for (const { text } of runs) inLine += text.length;
    for (const { text } of runs) characters += text.length;
    lineOfRow.push(lines.length - 1);
  }
  // The rest of the last screen.
  while (lines.at(-1)?.runs.length === 0) lines.pop();
  return { lines, lineOfRow, truncated: false };
};

/**
 * Draws the beginning of a transcript as a terminal would have shown it, line editing and progress bars resolved, and nothing
 * cleared away. Whatever the bytes are, the time and the memory it takes are bounded by `LIMITS`.
 *
 * @param head at most `LIMITS.sourceBytes`; may be invalid UTF-8
 * @param sizeBytes of the whole transcript
 */
export const drawTranscript = async (head: Uint8Array, sizeBytes: number): Promise<DrawnTranscript> => {
  const source = withPlaces(clearsAsScrolling(new TextDecoder('utf-8').decode(head)));
  let shifted = false;
  const screen = openScreen(SCROLLBACK_ROWS, () => {
    shifted = true;
  });
  const paper = openPaper(source.length);
  const marks = noteMarks(screen);
  let fed = 0;
  while (fed < source.length && screen.buffer.normal.baseY <= LIMITS.lines) {
    const slice = source.slice(fed, fed + SLICE_CHARACTERS);
    await Promise.all([write(screen, slice), write(paper, withoutMoves(slice))]);
    fed += SLICE_CHARACTERS;
  }
  const { lines, lineOfRow, truncated } = linesOn(screen);
  const erased =
    shifted ||
    printedCharacters(screen) !== printedCharacters(paper) ||
    HIDDEN_LINES.test(source.slice(0, fed));
  screen.dispose();
  paper.dispose();
  const marked = new Set([...marks].map((row) => lineOfRow[row]));
  const commands = commandsIn(lines.map(textOf), (line) => marked.has(line)).flatMap((command, line) =>
    command === null ? [] : [{ line, command }],
  );
  return {
    lines,
    commands: commands.slice(0, LIMITS.commands),
    truncated: truncated || fed < source.length || head.length < sizeBytes,
    erased,
  };
};
