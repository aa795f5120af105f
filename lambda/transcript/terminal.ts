import { type IFunctionIdentifier, Terminal } from '@xterm/headless';

// The width of the caller's terminal is not recorded. This is wide enough for lines that the shell did not wrap.
export const SIZE = { cols: 240, rows: 50 };

export const openTerminal = (scrollback: number): Terminal =>
  new Terminal({
    ...SIZE,
    scrollback,
    // `script` writes its header directly to the file, so its line ends lack the CR that the terminal driver adds.
    convertEol: true,
    // Clearing the screen must not hide what was shown before: cleared rows scroll off instead.
    scrollOnEraseInDisplay: true,
    allowProposedApi: true,
    // It would log what it cannot parse, and with it parts of the transcript.
    logLevel: 'off',
  });

export const ignoreCsi = (terminal: Terminal, id: IFunctionIdentifier): void => {
  terminal.parser.registerCsiHandler(id, () => true);
};

export const write = (terminal: Terminal, text: string) =>
  new Promise<void>((resolve) => terminal.write(text, resolve));

/** The characters on a terminal, row by row, without the gaps where nothing was printed. */
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
