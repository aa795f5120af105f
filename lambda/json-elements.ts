// CloudTrail limits an event to 256 KB (user guide, "CloudTrail record contents"); what is four times longer is none.
const LONGEST_RECORD_BYTES = 1024 * 1024;
// The file's object is at depth 1, `Records` at 2, each record at 3.
const RECORD_DEPTH = 3;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const isOpening = (byte: number): boolean => byte === 0x7b || byte === 0x5b;
const isClosing = (byte: number): boolean => byte === 0x7d || byte === 0x5d;

/**
 * Cuts the bytes of a log file, `{"Records":[{…},{…}]}` without line ends, into its records, chunk by chunk: parsed whole,
 * a file of 50 MB would need several times that as objects. Throws `RangeError` at a record longer than CloudTrail writes.
 */
export const recordSplitter = (): ((chunk: Buffer) => Buffer[]) => {
  let depth = 0;
  let inText = false;
  let escaped = false;
  let begun: Buffer[] = [];
  let begunBytes = 0;

  return (chunk) => {
    const records: Buffer[] = [];
    let start = depth >= RECORD_DEPTH ? 0 : -1;
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
        if (depth === RECORD_DEPTH) start = at;
      } else if (isClosing(byte)) {
        if (depth === RECORD_DEPTH) {
          records.push(Buffer.concat([...begun, chunk.subarray(start, at + 1)]));
          begun = [];
          begunBytes = 0;
          start = -1;
        }
        depth -= 1;
      }
    }
    if (start !== -1) {
      begun.push(chunk.subarray(start));
      begunBytes += chunk.length - start;
      if (begunBytes > LONGEST_RECORD_BYTES) {
        throw new RangeError(
          `a record of more than ${LONGEST_RECORD_BYTES} bytes, CloudTrail writes 256 KB at most`,
        );
      }
    }
    return records;
  };
};
