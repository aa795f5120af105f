import { shareOf, type Time, within } from '../time';

const MOST_BYTES = 64 * 1024;
const LONGEST_MS = 5_000;

/**
 * The beginning of an answer as text, for an error's message or to be done with it: never more than 64 KB, never longer than
 * five seconds. Whatever ends it earlier, what came until then is the answer.
 */
export const readBeginning = async (response: Response, time: Time): Promise<string> => {
  const share = shareOf(time, LONGEST_MS);
  const reader = response.body?.getReader();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    while (reader !== undefined && bytes < MOST_BYTES) {
      const { done, value } = await within(share, reader.read());
      if (done) break;
      chunks.push(value);
      bytes += value.byteLength;
    }
  } catch {
    // The answer's status has said what matters; how its text broke off says nothing more.
  }
  // Where it was read to its end, this frees nothing and the connection is used again.
  reader?.cancel().catch(() => {});
  return Buffer.concat(chunks).subarray(0, MOST_BYTES).toString('utf8');
};
