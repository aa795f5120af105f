/** One line of the table: what was measured, and what it is compared with. */
export interface Row {
  readonly figure: string;
  readonly value: string;
  /** For example `12.3 times fewer`; left out where nothing is compared. */
  readonly ratio?: string;
}

/** What one benchmark found. */
export interface Measurement {
  readonly title: string;
  readonly rows: readonly Row[];
  /** The same figures as numbers, for `--json`. */
  readonly json: object;
}

export const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0;

/** Median, with minimum and maximum in brackets. */
export const spread = (values: readonly number[], digits: number): string =>
  `${median(values).toFixed(digits)} (${Math.min(...values).toFixed(digits)} to ${Math.max(...values).toFixed(digits)})`;

const widest = (texts: readonly string[]): number => Math.max(...texts.map(({ length }) => length));

export const printMeasurement = ({ title, rows }: Measurement): void => {
  const figures = widest(rows.map(({ figure }) => figure));
  const values = widest(rows.map(({ value }) => value));
  console.log(`\n${title}`);
  for (const { figure, value, ratio = '' } of rows)
    console.log(`  ${figure.padEnd(figures)}  ${value.padEnd(values)}  ${ratio}`.trimEnd());
};

/** Measures and prints when the module is what was started, not when it is imported. */
export const whenStarted = (module: NodeJS.Module, measure: () => Promise<Measurement>): void => {
  if (require.main !== module) return;
  measure().then(printMeasurement, (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
};
