import fc from 'fast-check';

/** The same in every run, so that a red run is red again; `SEED=…` tries others. A failed property prints the seed it ran with. */
const seed = Number(process.env.SEED ?? 20_261_121);

/** `RUNS=…` looks longer. */
const runs = Number(process.env.RUNS ?? 300);

/**
 * Fails with the smallest counterexample found, and the seed that finds it again.
 *
 * @param share of the runs, where one takes long
 */
export const everyOne = <Args extends [unknown, ...unknown[]]>(
  property: fc.IProperty<Args>,
  share = 1,
): void => fc.assert(property, { seed, numRuns: Math.ceil(runs * share) });

/** The same for what has to be waited for. */
export const everyOneAsync = <Args extends [unknown, ...unknown[]]>(
  property: fc.IAsyncProperty<Args>,
  share = 1,
): Promise<void> => fc.assert(property, { seed, numRuns: Math.ceil(runs * share) });

/** Any text: of all planes, with control characters and halves of surrogate pairs. */
export const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'binary-ascii' }),
);

/** Values that code is seldom written for. */
const ODD: readonly unknown[] = [
  null,
  '',
  ' ',
  '\0',
  '__proto__',
  'constructor',
  'true',
  'null',
  'NaN',
  '2026-07-31T12:00:00Z',
  '2026-02-30T12:00:00Z',
  '+012026-07-31T12:00:00Z',
  '2026-07-31',
  '1',
  '\ud800',
  '%',
  '%E0%A4%A',
  0,
  -0,
  -1,
  1.5,
  Number.MAX_SAFE_INTEGER,
  1e300,
  true,
  [],
  {},
  [[]],
  [null],
  JSON.parse('{"__proto__":{"length":1},"constructor":null,"toString":1,"toJSON":"x"}'),
];

/** Any JSON value. */
export const anyJson: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(...ODD),
  anyText,
  fc.jsonValue({ maxDepth: 3 }),
);

type Path = readonly (string | number)[];

const isContainer = (value: unknown): value is Record<string | number, unknown> =>
  typeof value === 'object' && value !== null;

const stepsOf = (value: object): readonly (string | number)[] =>
  Array.isArray(value) ? value.map((_, index) => index) : Object.keys(value);

const pathsIn = (value: unknown): readonly Path[] =>
  isContainer(value)
    ? stepsOf(value).flatMap((step) => [[step], ...pathsIn(value[step]).map((path) => [step, ...path])])
    : [];

const LEFT_OUT = Symbol('left out');

const withChange = (value: unknown, [step, ...rest]: Path, change: unknown): unknown => {
  if (step === undefined) return change;
  if (!isContainer(value)) return value;
  const inside = withChange(value[step], rest, change);
  const entries = stepsOf(value).map((each) => [each, each === step ? inside : value[each]] as const);
  const left = entries.filter(([, each]) => each !== LEFT_OUT);
  return Array.isArray(value) ? left.map(([, each]) => each) : Object.fromEntries(left);
};

/** The value with one to three of its parts left out or replaced by anything. */
export const twisted = (value: unknown): fc.Arbitrary<unknown> => {
  const change = fc.tuple(
    fc.constantFrom<Path>(...pathsIn(value)),
    fc.oneof({ weight: 3, arbitrary: anyJson }, { weight: 1, arbitrary: fc.constant(LEFT_OUT) }),
  );
  return fc
    .array(change, { minLength: 1, maxLength: 3 })
    .map((changes) => changes.reduce((from, [path, to]) => withChange(from, path, to), value));
};

/** Bytes, cut into pieces anywhere. */
export const inPieces = (bytes: fc.Arbitrary<Uint8Array>): fc.Arbitrary<readonly Uint8Array[]> =>
  fc
    .tuple(bytes, fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 10 }))
    .map(([all, sizes]) => {
      const pieces: Uint8Array[] = [];
      for (let at = 0, turn = 0; at < all.length; turn += 1) {
        const size = sizes[turn % sizes.length] ?? 1;
        pieces.push(all.subarray(at, at + size));
        at += size;
      }
      return pieces;
    });

/** What `work` throws; null when it throws nothing. */
export const thrownBy = (work: () => unknown): unknown => {
  try {
    work();
    return null;
  } catch (error) {
    return error;
  }
};

/** As many values as there are runs, for what is tried with all of them at once. */
export const samples = <Value>(arbitrary: fc.Arbitrary<Value>): readonly Value[] =>
  fc.sample(arbitrary, { seed, numRuns: runs });
