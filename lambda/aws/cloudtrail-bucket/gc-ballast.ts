const BALLAST_BYTES = 8 * 1024 * 1024;
const BYTES_PER_NUMBER = 8;

/**
 * Runs `work` with a weight on V8's heap. Unpacking allocates hundreds of megabytes outside the heap, and V8 starts a full
 * collection, marking threads and all, each time they outgrow a multiple of what lives *on* the heap. For a small heap that
 * is every 30 MB, before the cheap young collection (every 32 MB) could free them; on two cores the markers then take the
 * time from zlib. Numbers are not scanned by a collection, so the weight costs nothing but its bytes. Where V8 decides
 * otherwise one day, it is merely useless. Measured with `npm run bench:scan`: a fifth less processor time.
 */
export const withBallast = async (work: () => Promise<unknown>): Promise<void> => {
  const ballast: readonly number[] = new Array(BALLAST_BYTES / BYTES_PER_NUMBER).fill(0.5);
  await work();
  // Read after the work, or the compiler would see that nobody needs it any more.
  if (ballast.length === 0) throw new RangeError('the ballast has no weight');
};
