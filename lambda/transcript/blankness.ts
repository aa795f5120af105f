// What `script` writes around a recording, CSI and OSC sequences, and everything else that leaves no mark.
const UNMARKED =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are the subject.
  /^Script started on .*$|^Script done on .*$|\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[ -/]*[0-~]|[\s\x00-\x1f\x7f]/gm;

const holdsNothing = (text: string): boolean => text.replace(UNMARKED, '') === '';

/** A line is judged whole up to this length; a recording that was written over with zero bytes has no line at all. */
const LONGEST_LINE = 64 * 1024;

/** Whether a transcript shows anything between the header and the footer that `script` writes, told of its bytes as they come. */
export interface Blankness {
  readonly take: (chunk: Uint8Array) => void;
  readonly isBlank: () => boolean;
}

export const blankness = (): Blankness => {
  const decoder = new TextDecoder('utf-8');
  let blank = true;
  let line = '';
  return {
    take: (chunk) => {
      if (!blank) return;
      const text = line + decoder.decode(chunk, { stream: true });
      const end = text.length > LONGEST_LINE ? text.length : text.lastIndexOf('\n') + 1;
      blank = holdsNothing(text.slice(0, end));
      line = text.slice(end);
    },
    isBlank: () => blank && holdsNothing(line + decoder.decode()),
  };
};
