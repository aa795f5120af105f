import type { Writable } from 'node:stream';
import { harmlessJson } from './harmless-json';
import { plainLine, plainLines } from './plain-text';

/** Where a command writes: results to `out`, everything else to `err`, so that results can be piped. */
export interface Terminal {
  /** One result, as lines of text or, with `--json`, as one JSON document. A command calls this once. */
  readonly result: (result: unknown, text: () => string) => void;
  /** A remark to whoever waits, on one line. */
  readonly remark: (line: string) => void;
  /** Says what is being done once it has taken two seconds, and how far it is. */
  readonly progress: (what: string) => Progress;
}

export interface Progress {
  readonly at: (done: number, of: number) => void;
  /** How far it is, where nobody knows how far it has to go. */
  readonly note: (state: string) => void;
  readonly end: () => void;
}

export interface Streams {
  readonly out: Writable;
  readonly err: Writable & { readonly isTTY?: boolean };
}

const SILENT_MS = 2_000;
const EVERY_MS = 500;
/** Without a terminal each report is a line of its own, so they come seldom. */
const EVERY_LINE_MS = 10_000;

const progressOn = ({ err }: Streams, what: string): Progress => {
  const inPlace = err.isTTY === true;
  let state = '';
  let said = false;
  const say = () => {
    said = true;
    const line = plainLine(`${what}${state}`);
    err.write(inPlace ? `\r\u001b[K${line}` : `${line}\n`);
  };
  let every: NodeJS.Timeout | undefined;
  const first = setTimeout(() => {
    say();
    every = setInterval(say, inPlace ? EVERY_MS : EVERY_LINE_MS);
  }, SILENT_MS);
  return {
    at: (done, of) => {
      state = ` ${done} of ${of}`;
    },
    note: (so) => {
      state = `: ${so}`;
    },
    end: () => {
      clearTimeout(first);
      clearInterval(every);
      if (said && inPlace) err.write('\r\u001b[K');
    },
  };
};

/** Writes a message on one line: it may quote an argument, AWS or Kosli, and so hold whatever they like. */
export const writeLine = (to: Writable, line: string): void => void to.write(`${plainLine(line)}\n`);

export const openTerminal = (streams: Streams, { json }: { readonly json: boolean }): Terminal => ({
  result: (result, text) => {
    const body = json ? harmlessJson(result) : plainLines(text());
    if (body !== '') streams.out.write(body.endsWith('\n') ? body : `${body}\n`);
  },
  remark: (line) => writeLine(streams.err, line),
  progress: (what) => progressOn(streams, what),
});
