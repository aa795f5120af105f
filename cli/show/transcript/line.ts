/** How a character looked, as far as it can be shown without hiding it: its colour is a hue, each readable on the page. */
export type Look =
  | 'bold'
  | 'dim'
  | 'italic'
  | 'underline'
  | 'strike'
  | 'inverse'
  | 'backed'
  | 'red'
  | 'green'
  | 'yellow'
  | 'blue'
  | 'magenta'
  | 'cyan'
  /** The terminal was told not to show it; the page does. */
  | 'concealed'
  /** `[U+202E]` in place of a character that cannot be seen. */
  | 'unseen';

/** Characters that look the same. */
export interface Run {
  readonly text: string;
  readonly looks: readonly Look[];
}

export interface Line {
  readonly runs: readonly Run[];
  /** Whether it goes on with a line that was too long. */
  readonly continues: boolean;
}

export const textOf = ({ runs }: Line): string => runs.map(({ text }) => text).join('');

/** A line of a transcript at which a command was entered. */
export interface EnteredCommand {
  /** Of the line, from 0. */
  readonly line: number;
  readonly command: string;
}
