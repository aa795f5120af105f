import { shareOf, type Time, within } from '../time';

const MAX_BYTES = 64 * 1024;
const MAX_MS = 5_000;

/**
 * The beginning of a response body as text, for an error message or to drain it: at most 64 KB, in at most five seconds. If
 * reading ends early for any reason, returns what had arrived by then.
 */
export const readBeginning = async (response: Response, time: Time): Promise<string> => {
  const share = shareOf(time, MAX_MS);
  const reader = response.body?.getReader();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    while (reader !== undefined && bytes < MAX_BYTES) {
      const { done, value } = await within(share, reader.read());
      if (done) break;
      chunks.push(value);
      bytes += value.byteLength;
    }
  } catch {
    // The status has already been read, and it decides; the reason the body broke off adds nothing.
  } finally {
    share.release();
  }
  // After a complete read this does nothing, and the connection is reused.
  reader?.cancel().catch(() => {});
  return Buffer.concat(chunks).subarray(0, MAX_BYTES).toString('utf8');
};
