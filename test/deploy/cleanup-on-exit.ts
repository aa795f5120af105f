const running = new Set<() => void>();

process.once('exit', () => {
  for (const end of running) end();
});
// Without these a signal would end this process and leave what it started.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));

/**
 * Has something end when this process does, however that ends.
 *
 * @returns what to call once it has ended by itself
 */
export const cleanUpOnExit = (end: () => void): (() => void) => {
  running.add(end);
  return () => running.delete(end);
};
