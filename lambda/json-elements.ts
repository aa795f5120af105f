/** Which elements of a JSON text are wanted, and how large one may be. */
export interface ElementShape {
  /** How deep in objects and arrays an element lies: `[{…}]` has its elements at 2, `{"Records":[{…}]}` at 3. */
  readonly depth: number;
  readonly maxBytes: number;
}

/** Cuts a JSON text into its elements, chunk by chunk. */
export interface ElementSplitter {
  /** The elements that end in this chunk. Throws `RangeError` at one that is longer than it may be. */
  readonly take: (chunk: Buffer) => Buffer[];
  /** Whether the text began with this character and has ended: all that was opened is closed. */
  readonly wasWhole: (opening: '[' | '{') => boolean;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const isOpening = (byte: number): boolean => byte === 0x7b || byte === 0x5b;
const isClosing = (byte: number): boolean => byte === 0x7d || byte === 0x5d;
const isSpace = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);

/**
 * A splitter of a JSON text's objects and arrays of one depth. Parsed whole, a text of 50 MB would need several times that as
 * objects. What is malformed is not noticed here but by whoever parses the elements.
 */
export const elementSplitter = ({ depth: wanted, maxBytes }: ElementShape): ElementSplitter => {
  let first: number | null = null;
  let depth = 0;
  let inText = false;
  let escaped = false;
  let begun: Buffer[] = [];
  let begunBytes = 0;

  const take = (chunk: Buffer): Buffer[] => {
    const elements: Buffer[] = [];
    let start = depth >= wanted ? 0 : -1;
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0;
      if (inText) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) inText = false;
      } else if (byte === QUOTE) {
        inText = true;
      } else if (isOpening(byte)) {
        depth += 1;
        if (depth === wanted) start = at;
      } else if (isClosing(byte)) {
        if (depth === wanted) {
          elements.push(Buffer.concat([...begun, chunk.subarray(start, at + 1)]));
          begun = [];
          begunBytes = 0;
          start = -1;
        }
        depth -= 1;
      }
      if (first === null && !isSpace(byte)) first = byte;
    }
    if (start !== -1) {
      begun.push(chunk.subarray(start));
      begunBytes += chunk.length - start;
      if (begunBytes > maxBytes) {
        throw new RangeError(`an element of more than ${maxBytes} bytes`);
      }
    }
    return elements;
  };
  return { take, wasWhole: (opening) => first === opening.charCodeAt(0) && depth === 0 && !inText };
};
