import type { IBuffer, IBufferCell } from '@xterm/headless';
import type { Look, Run } from './line';
import { looksOf } from './looks';
import { piecesOf } from './unseen';

/** Accents on one character; no script needs more, and a browser would stack them over the whole page. */
const CELL_CHARACTERS = 24;

const runsOfText = (text: string, looks: readonly Look[]): readonly Run[] =>
  piecesOf(text).map((piece) => ({ text: piece.text, looks: piece.unseen ? ['unseen'] : looks }));

/** A row of a terminal; where it goes on in the next row, up to its last column. */
export const runsOfRow = (
  buffer: IBuffer,
  row: number,
  goesOn: boolean,
  cell: IBufferCell,
): readonly Run[] => {
  const line = buffer.getLine(row);
  if (line === undefined) return [];
  const shown = line.translateToString(!goesOn);
  if (shown === '') return [];
  const runs: Run[] = [];
  let text = '';
  let looks: readonly Look[] = [];
  let key = '';
  // Units of UTF-16 seen so far, as in `shown`, which ends with the last character.
  for (let column = 0, seen = 0; column < line.length && seen < shown.length; column += 1) {
    line.getCell(column, cell);
    // The second half of a wide character.
    if (cell.getWidth() === 0) continue;
    const characters = cell.getChars() || ' ';
    seen += characters.length;
    const own = looksOf(cell);
    const ownKey = own.join();
    if (ownKey !== key) {
      runs.push(...runsOfText(text, looks));
      text = '';
      looks = own;
      key = ownKey;
    }
    text += characters.slice(0, CELL_CHARACTERS);
    if (characters.length > CELL_CHARACTERS) {
      runs.push(...runsOfText(text, looks), {
        text: `[${characters.length - CELL_CHARACTERS} more]`,
        looks: ['unseen'],
      });
      text = '';
    }
  }
  runs.push(...runsOfText(text, looks));
  return runs;
};
