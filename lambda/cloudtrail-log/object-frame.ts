const OPENING = 0x7b;
const CLOSING = 0x7d;
const isSpace = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/**
 * Tells, chunk by chunk, whether what came so far begins and ends as one JSON object does, which a log file of CloudTrail is.
 * It looks at a few bytes only; what is wrong inside shows when a record is read.
 */
export const objectFrame = (): ((chunk: Buffer) => boolean) => {
  let first: number | undefined;
  let last: number | undefined;
  return (chunk) => {
    let start = 0;
    if (first === undefined) while (isSpace(chunk[start])) start += 1;
    first ??= chunk[start];
    let end = chunk.length - 1;
    while (end >= start && isSpace(chunk[end])) end -= 1;
    if (end >= start) last = chunk[end];
    return first === OPENING && last === CLOSING;
  };
};
