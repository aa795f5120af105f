import type { SessionId } from '../session/session-id';

// `ecs-execute-command-` is 20 characters long and begins every session id; see session/session-id.ts.
const PREFIX_LENGTH = 20;
const MAX_ID_LENGTH = 96;

const isIdByte = (byte: number | undefined): boolean =>
  byte !== undefined &&
  ((byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a));

/** Whether bytes mention one of the sessions anywhere. The ids share a prefix, so fifty cost one pass. */
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
 * The same for a whole log file, chunk by chunk. It exists because parsing JSON costs ten times as much as unpacking, and all
 * but one file in thousands can be skipped without it. A mention is not yet a caller: any field may contain the text.
 */
export const mentionFinder = (ids: Iterable<SessionId>): ((chunk: Buffer) => boolean) => {
  const mentioned = mentionIn(ids);
  // An id may straddle two chunks, so the end of the last chunk is searched again together with the beginning of the next.
  let tail: Buffer = Buffer.alloc(0);
  return (chunk) => {
    const seam = Buffer.concat([tail, chunk.subarray(0, MAX_ID_LENGTH)]);
    const found = mentioned(seam) || mentioned(chunk);
    // Copied, because a view of ninety-six bytes would keep the whole chunk in memory.
    tail = Buffer.from((chunk.length < MAX_ID_LENGTH ? seam : chunk).subarray(-MAX_ID_LENGTH));
    return found;
  };
};
