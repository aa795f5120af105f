const BALLAST_BYTES = 8 * 1024 * 1024;
const BYTES_PER_NUMBER = 8;

/**
 * Runs `work` with ballast on V8's heap. What a search fetches arrives outside the heap, and V8 starts a full collection, with
 * its marking threads, each time that outgrows a multiple of what is *on* the heap; for a small heap that is every few
 * megabytes. On two cores the markers then compete with zlib. Collections do not scan numbers, so the ballast costs only its
 * bytes. If V8 changes this heuristic, the ballast becomes useless but harmless. Measured with `npm run bench:scan`: a sixth
 * less processor time for a search of a warm process.
 */
export const withBallast = async (work: () => Promise<unknown>): Promise<void> => {
  const ballast: readonly number[] = new Array(BALLAST_BYTES / BYTES_PER_NUMBER).fill(0.5);
  await work();
  // Used after the work, so that the optimiser cannot treat it as dead before.
  if (ballast.length === 0) throw new RangeError('the ballast is empty');
};
