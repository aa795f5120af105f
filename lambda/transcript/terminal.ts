import { type IFunctionIdentifier, Terminal } from '@xterm/headless';

// The caller's terminal width is not recorded. Wide enough that lines the shell did not wrap stay whole.
export const SIZE = { cols: 240, rows: 50 };

export const openTerminal = (scrollback: number): Terminal =>
  new Terminal({
    ...SIZE,
    scrollback,
    // `script` writes its header past the terminal, whose driver would have made a whole line end of the bare one.
    convertEol: true,
    // Tidying the screen must not hide what was shown before: cleared rows scroll off instead.
    scrollOnEraseInDisplay: true,
    allowProposedApi: true,
    // It would print what it cannot parse, and with it pieces of the transcript.
    logLevel: 'off',
  });

export const ignoreCsi = (terminal: Terminal, id: IFunctionIdentifier): void => {
  terminal.parser.registerCsiHandler(id, () => true);
};

export const write = (terminal: Terminal, text: string) =>
  new Promise<void>((resolve) => terminal.write(text, resolve));

/** The characters a terminal holds, row by row; not the gaps that nothing was printed into. */
export const printedCharacters = (terminal: Terminal): string => {
  const { normal } = terminal.buffer;
  const held: string[] = [];
  for (let row = 0; row < normal.length; row += 1) {
    const line = normal.getLine(row);
    if (line === undefined || line.translateToString(true) === '') continue;
    for (let column = 0; column < SIZE.cols; column += 1) held.push(line.getCell(column)?.getChars() ?? '');
  }
  return held.join('');
};
