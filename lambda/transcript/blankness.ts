// What `script` writes around a recording, CSI and OSC sequences, and everything else that shows nothing.
const INVISIBLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are the subject.
  /^Script started on .*$|^Script done on .*$|\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[ -/]*[0-~]|[\s\x00-\x1f\x7f]/gm;

const showsNothing = (text: string): boolean => text.replace(INVISIBLE, '') === '';

/** A line up to this length is judged as a whole, a longer one in parts: a recording overwritten with zeros has no line ends. */
const MAX_LINE_CHARACTERS = 64 * 1024;

/** Whether a transcript shows anything between the header and the footer of `script`; takes its bytes chunk by chunk. */
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
      const end = text.length > MAX_LINE_CHARACTERS ? text.length : text.lastIndexOf('\n') + 1;
      blank = showsNothing(text.slice(0, end));
      line = text.slice(end);
    },
    isBlank: () => blank && showsNothing(line + decoder.decode()),
  };
};
