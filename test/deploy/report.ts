/** Says what was looked at in one scenario and what came of it. */
export interface ScenarioReport {
  /**
   * Runs a check; a string it returns is printed after its name.
   * @throws what the check throws, for `fail` to count
   */
  readonly check: <Result>(name: string, run: () => Promise<Result>) => Promise<Result>;
  /** The scenario ends here because of an error. */
  readonly fail: (error: unknown) => void;
  readonly skip: (reason: string) => void;
}

export interface Report {
  /** Scenarios run side by side, so each of their lines begins with the name. */
  readonly scenario: (name: string) => ScenarioReport;
  /** Prints the plain closing line; returns the exit code that goes with it. */
  readonly close: () => number;
}

const say = (line: string) => process.stdout.write(`${line}\n`);
const secondsSince = (start: number, digits: number) => `${((Date.now() - start) / 1000).toFixed(digits)} s`;

export const openReport = (): Report => {
  const began = Date.now();
  const counts = { passed: 0, failed: 0, skipped: 0 };
  return {
    scenario: (scenario) => ({
      check: async (name, run) => {
        const start = Date.now();
        try {
          const result = await run();
          counts.passed += 1;
          const found = typeof result === 'string' ? `: ${result}` : '';
          say(`${scenario} | ok | ${name}${found} (${secondsSince(start, 1)})`);
          return result;
        } catch (error) {
          say(`${scenario} | FAILED | ${name} (${secondsSince(start, 1)})`);
          throw error;
        }
      },
      fail: (error) => {
        counts.failed += 1;
        say(`${scenario} | ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      },
      skip: (reason) => {
        counts.skipped += 1;
        say(`${scenario} | skipped | ${reason}`);
      },
    }),
    close: () => {
      say(`\nTook ${secondsSince(began, 0)}.`);
      say(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
      return counts.failed === 0 ? 0 : 1;
    },
  };
};
