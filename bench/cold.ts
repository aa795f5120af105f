import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { PROJECT, stackFolderIn, synthesise } from '../stand-ins/terraform/synthesise';
import { profileOf, type Shares, sourcesOf } from './cold/dominant';
import { type Package, packageOf, plainClients } from './cold/packages';
import { loadFile, type Moment, reportFirstSession } from './cold/run-process';
import { withFirstSession } from './cold/stage';
import { type Measurement, median, type Row, spread, whenStarted } from './measurement';

/**
 * What a cold start costs: a new process that loads the function and reports its first session to stand-ins without latency,
 * `npm run bench:cold [-- --rounds N --against CHECKOUT…]`. Whatever is compared takes turns, so that other load slows all of it.
 */
const DEFAULT_ROUNDS = 15;
const HERE = 'this checkout';

interface Checkout extends Package {
  readonly name: string;
}

/** Milliseconds of one process: Node's own start, loading, and the first session. */
interface Phases {
  readonly start: Moment;
  readonly load: Moment;
  readonly session: Moment;
}

const CLOCKS = ['processor', 'wall'] as const;
type Clock = (typeof CLOCKS)[number];

const between = (one: Moment, other: Moment): Moment => ({
  wall: other.wall - one.wall,
  processor: other.processor - one.processor,
});
const phases = ({
  started,
  loaded,
  answered = loaded,
}: Record<'started' | 'loaded', Moment> & {
  readonly answered?: Moment;
}): Phases => ({ start: started, load: between(started, loaded), session: between(loaded, answered) });

const ours = (of: Phases, clock: Clock): number => of.load[clock] + of.session[clock];
const whole = (of: Phases, clock: Clock): number => of.start[clock] + ours(of, clock);

/** Every round of everything that is compared, by name. */
type Rounds = ReadonlyMap<string, readonly Phases[]>;

const NODE = 'node -e 0';
const CLIENTS = 'five plain SDK clients';

const takeTurns = async (
  checkouts: readonly Checkout[],
  rounds: number,
  { stackFolder, clients }: { readonly stackFolder: string; readonly clients: string },
): Promise<Rounds> => {
  const taken = new Map<string, Phases[]>();
  // The first round only warms up what is read from disk, and the stand-ins.
  for (let round = 0; round <= rounds; round += 1) {
    const one = new Map([
      [NODE, phases(await loadFile())],
      [CLIENTS, phases(await loadFile(clients))],
    ]);
    for (const { name, folder } of round % 2 === 0 ? checkouts : checkouts.toReversed())
      one.set(name, phases(await withFirstSession(stackFolder, (cold) => reportFirstSession(cold, folder))));
    if (round > 0)
      for (const [name, measured] of one) taken.set(name, [...(taken.get(name) ?? []), measured]);
  }
  return taken;
};

const rowsOf = (rounds: Rounds, checkouts: readonly Checkout[]): readonly Row[] => {
  const of = (name: string) => rounds.get(name) ?? [];
  const milliseconds = (name: string, figure: (phases: Phases) => number) => of(name).map(figure);
  const ratio = (
    over: string,
    name: string,
    figure: (phases: Phases) => number,
    overFigure = figure,
  ): string => {
    const divisors = milliseconds(over, overFigure);
    const ratios = milliseconds(name, figure).map((value, at) => value / (divisors[at] ?? Number.NaN));
    return `${median(ratios).toFixed(2)} times ${over}`;
  };
  const compared = checkouts.filter(({ name }) => name !== HERE);
  return CLOCKS.flatMap((clock): readonly Row[] => [
    ...[NODE, CLIENTS].map((name) => ({
      figure: `${name}, ${clock}`,
      value: `${spread(
        milliseconds(name, (measured) => whole(measured, clock)),
        0,
      )} ms`,
    })),
    ...checkouts.flatMap(({ name }) => [
      {
        figure: `${name}, ${clock}: whole process`,
        value: `${spread(
          milliseconds(name, (measured) => whole(measured, clock)),
          0,
        )} ms`,
        ratio: [NODE, CLIENTS]
          .map((over) => ratio(over, name, (measured) => whole(measured, clock)))
          .join(', '),
      },
      ...(['load', 'session'] as const).map((phase) => ({
        figure: `${name}, ${clock}: ${phase}`,
        value: `${spread(
          milliseconds(name, (measured) => measured[phase][clock]),
          0,
        )} ms`,
      })),
      {
        figure: `${name}, ${clock}: load and session`,
        value: `${spread(
          milliseconds(name, (measured) => ours(measured, clock)),
          0,
        )} ms`,
        ...(name === HERE &&
          compared.length > 0 && {
            ratio: compared
              .map((other) => ratio(other.name, name, (measured) => ours(measured, clock)))
              .join(', '),
          }),
      },
    ]),
  ]);
};

const shareRows = (what: string, shares: Shares): readonly Row[] =>
  shares.map(([part, share]) => ({ figure: `${what}: ${part}`, value: `${(share * 100).toFixed(1)} %` }));

const readArguments = (args: string[]) => {
  const { values, positionals } = parseArgs({
    args,
    options: {
      rounds: { type: 'string', default: String(DEFAULT_ROUNDS) },
      against: { type: 'string', multiple: true, default: [] },
    },
    allowPositionals: true,
  });
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new Error(`--rounds is "${values.rounds}"; a whole number of at least 1 is expected`);
  return { rounds, against: [...values.against, ...positionals].map((folder) => resolve(folder)) };
};

/** Measures a cold start of this checkout, and of those that `--against` names. */
export const benchCold = async (): Promise<Measurement> => {
  // As a part of all benchmarks, the arguments are theirs.
  const { rounds, against } = readArguments(require.main === module ? process.argv.slice(2) : []);
  const home = mkdtempSync(join(tmpdir(), 'bench-cold-'));
  try {
    const checkouts: Checkout[] = [];
    for (const [at, folder] of [...against, PROJECT].entries()) {
      const name = folder === PROJECT ? HERE : basename(folder);
      checkouts.push({ name, ...(await packageOf(folder, join(home, `package-${at}`))) });
    }
    await synthesise(join(home, 'synthesised'));
    const stackFolder = stackFolderIn(join(home, 'synthesised'));
    const clients = plainClients(PROJECT, join(home, 'clients'));
    const measured = await takeTurns(checkouts, rounds, { stackFolder, clients });
    const sources = sourcesOf(PROJECT);
    const profile = await profileOf(PROJECT, stackFolder, join(home, 'profiled'));
    return {
      title: `Cold start, ${rounds} rounds; median (least to most)`,
      rows: [
        ...rowsOf(measured, checkouts),
        ...checkouts.map(({ name, zipBytes }) => ({
          figure: `${name}: zip`,
          value: `${(zipBytes / 1024).toFixed(1)} KiB`,
        })),
        ...shareRows('of the source', sources),
        ...shareRows('of the time', profile),
      ],
      json: {
        rounds: Object.fromEntries(measured),
        zipBytes: Object.fromEntries(checkouts.map(({ name, zipBytes }) => [name, zipBytes])),
        sources: Object.fromEntries(sources),
        profile: Object.fromEntries(profile),
      },
    };
  } finally {
    rmSync(home, { recursive: true });
  }
};

whenStarted(module, benchCold);
