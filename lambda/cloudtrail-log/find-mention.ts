import type { SessionId } from '../session/session-id';

// `ecs-execute-command-` is 20 characters long and begins every session id; see session/session-id.ts.
const PREFIX_LENGTH = 20;
const MAX_ID_LENGTH = 96;

const isIdByte = (byte: number | undefined): boolean =>
  byte !== undefined &&
  ((byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a));

/** Tells whether these bytes mention one of the sessions anywhere. The ids share their beginning, so fifty cost one pass. */
export const mentionIn = (ids: Iterable<SessionId>): ((bytes: Buffer) => boolean) => {
  const sought = new Set<string>(ids);
  const prefixes = [...new Set([...sought].map((id) => id.slice(0, PREFIX_LENGTH)))].map((text) =>
    Buffer.from(text, 'latin1'),
  );
  return (bytes) =>
    prefixes.some((prefix) => {
      for (let at = bytes.indexOf(prefix); at !== -1; at = bytes.indexOf(prefix, at + 1)) {
        let end = at + PREFIX_LENGTH;
        while (isIdByte(bytes[end])) end += 1;
        if (sought.has(bytes.toString('latin1', at, end))) return true;
      }
      return false;
    });
};

/**
 * The same for a whole log file, chunk by chunk. It exists because parsing JSON costs ten times what unpacking does, and all
 * but one file in thousands can be put aside without it. A mention is not yet a caller: any field may hold the text.
 */
export const mentionFinder = (ids: Iterable<SessionId>): ((chunk: Buffer) => boolean) => {
  const mentioned = mentionIn(ids);
  // An id may straddle two chunks: the end of what went before is looked at once more, with the beginning of what comes.
  let tail: Buffer = Buffer.alloc(0);
  return (chunk) => {
    const seam = Buffer.concat([tail, chunk.subarray(0, MAX_ID_LENGTH)]);
    const found = mentioned(seam) || mentioned(chunk);
    // Copied, or ninety-six bytes would keep a whole chunk alive.
    tail = Buffer.from((chunk.length < MAX_ID_LENGTH ? seam : chunk).subarray(-MAX_ID_LENGTH));
    return found;
  };
};
