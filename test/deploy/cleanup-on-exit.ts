const cleanups = new Set<() => void>();

process.once('exit', () => {
  for (const cleanUp of cleanups) cleanUp();
});
// Without these a signal would end this process and leave what it started.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));

/**
 * Has something cleaned up when this process ends, however it ends.
 *
 * @returns what to call once that is no longer needed
 */
export const cleanUpOnExit = (cleanUp: () => void): (() => void) => {
  cleanups.add(cleanUp);
  return () => cleanups.delete(cleanUp);
};
