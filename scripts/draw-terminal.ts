/** The colours of one picture; a page shows the one that suits its own. */
export interface Theme {
  readonly background: string;
  readonly border: string;
  readonly text: string;
  readonly dim: string;
  readonly good: string;
  readonly bad: string;
}

/** Text in one style, as columns count it. */
interface Run {
  readonly text: string;
  readonly styles: readonly string[];
}

/** What a terminal turns on and off with SGR codes, as far as the output uses it: ECMA-48, 8.3.117. */
const TURNED_ON: Readonly<Record<string, string>> = { 1: 'bold', 2: 'dim', 31: 'bad', 32: 'good' };
const TURNED_OFF: Readonly<Record<string, readonly string[]>> = {
  0: ['bold', 'dim', 'bad', 'good'],
  22: ['bold', 'dim'],
  39: ['bad', 'good'],
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are the subject.
const SGR = /\x1b\[(\d+)m/;

/**
 * @param styles those that the lines before left on; as this line leaves them afterwards
 * @throws when the text turns on what a picture could not show
 */
const runsOf = (line: string, styles: Set<string>): readonly Run[] => {
  const runs: Run[] = [];
  // Texts and codes in turns, since the pattern captures the code.
  for (const [index, part] of line.split(SGR).entries()) {
    if (index % 2 === 0) {
      if (part !== '') runs.push({ text: part, styles: [...styles] });
      continue;
    }
    const on = TURNED_ON[part];
    const off = TURNED_OFF[part];
    if (on === undefined && off === undefined)
      throw new Error(`SGR code ${part} is not one of those a picture shows: ${JSON.stringify(line)}`);
    for (const style of off ?? []) styles.delete(style);
    if (on !== undefined) styles.add(on);
  }
  return runs;
};

/** As wide as what `npm start` prints. */
const COLUMNS = 100;
const COLUMN_PX = 7.8;
const ROW_PX = 18;
const FONT_PX = 13;
const MARGIN_PX = 20;
const BAR_PX = 36;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A word, or words with single spaces between them, and the spaces that follow: fonts differ in width, so each has its own place. */
const PIECES = /^ +|(?:[^ ]| (?! ))+ */g;

interface Piece extends Run {
  readonly column: number;
}

/** The pieces of a line from left to right; columns count on where a line is longer than the picture is wide. */
const piecesOf = (runs: readonly Run[]): readonly Piece[] => {
  const pieces: Piece[] = [];
  let column = 0;
  for (const { text, styles } of runs) {
    for (const [piece] of text.matchAll(PIECES)) {
      pieces.push({ text: piece, styles, column });
      column += piece.length;
    }
  }
  return pieces;
};

/** A line that is too long goes on in the next row, broken after a space where there is one. */
const rowsOf = (pieces: readonly Piece[]): readonly (readonly Piece[])[] => {
  const rows: Piece[][] = [[]];
  let begin = 0;
  const put = (piece: Piece): void => {
    const room = begin + COLUMNS - piece.column;
    if (piece.text.trimEnd().length <= room) {
      rows.at(-1)?.push({ ...piece, column: piece.column - begin });
      return;
    }
    const space = piece.text.lastIndexOf(' ', room - 1) + 1;
    const fits = space > 0 ? space : piece.column > begin ? 0 : room;
    if (fits > 0)
      rows.at(-1)?.push({ ...piece, text: piece.text.slice(0, fits), column: piece.column - begin });
    rows.push([]);
    begin = piece.column + fits;
    put({ ...piece, text: piece.text.slice(fits), column: begin });
  };
  for (const piece of pieces) put(piece);
  return rows;
};

const px = (value: number): string => String(Math.round(value * 10) / 10);

const drawnPiece = ({ text, styles, column }: Piece, y: number): string => {
  const style = styles.length === 0 ? '' : ` class="${styles.join(' ')}"`;
  const place = `x="${px(MARGIN_PX + column * COLUMN_PX)}" y="${y}" textLength="${px(text.length * COLUMN_PX)}"`;
  return `<tspan ${place}${style}>${escaped(text)}</tspan>`;
};

const styleSheet = ({ text, dim, good, bad }: Theme): string =>
  [
    // What each system has; nothing is loaded from anywhere.
    `text { font: ${FONT_PX}px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: ${text}; white-space: pre }`,
    '.bold { font-weight: 700 }',
    `.dim { fill: ${dim} }`,
    `.good { fill: ${good} }`,
    `.bad { fill: ${bad} }`,
  ].join('\n');

/**
 * A terminal window as SVG. Each line of the output is one `text` element, so that it can be selected and read back; nothing
 * outside the picture is needed to show it.
 *
 * @param output lines with the SGR codes for bold, dim, red and green; other control characters are not expected
 * @throws when there is another SGR code in it
 */
export const drawTerminal = (command: string, output: string, theme: Theme): string => {
  const lines = [`\x1b[2m$\x1b[22m \x1b[1m${command}\x1b[22m`, '', ...output.trimEnd().split('\n')];
  const styles = new Set<string>();
  let row = 0;
  const drawn = lines.flatMap((line) => {
    const rows = rowsOf(piecesOf(runsOf(line, styles)));
    const pieces = rows.flatMap((pieces, index) =>
      pieces.map((piece) => drawnPiece(piece, BAR_PX + (row + index + 1) * ROW_PX)),
    );
    row += rows.length;
    return `<text xml:space="preserve">${pieces.join('')}</text>`;
  });
  const width = Math.ceil(2 * MARGIN_PX + COLUMNS * COLUMN_PX);
  const height = BAR_PX + row * ROW_PX + MARGIN_PX;
  const buttons = [0, 1, 2].map(
    (index) => `<circle cx="${MARGIN_PX + 6 + index * 18}" cy="18" r="5" fill="${theme.border}"/>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>What ${escaped(command)} prints</title>`,
    `<style>\n${styleSheet(theme)}\n</style>`,
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8" fill="${theme.background}" stroke="${theme.border}"/>`,
    ...buttons,
    ...drawn,
    '</svg>',
    '',
  ].join('\n');
};
