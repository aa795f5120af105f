import { rmSync } from 'node:fs';
import type { LocalFunctionProcess } from '../stand-ins/aws-lambda/function-process';
import { buildPollingReporter } from './burst/build-polling-reporter';
import { drainQueue } from './burst/poller';
import { type Measurement, median, type Row, spread, whenStarted } from './measurement';
import { type BenchStage, openBenchStage } from './reporter/bench-stage';
import { figuresOf } from './reporter/process-figures';
import { checkEvidence, nextSessionId, showSessions, uploadTranscripts } from './reporter/sessions';

const ROUNDS = 3;
const SESSIONS = 50;
const BATCH_SIZES = [1, 10, 50] as const;
const PEOPLE = 10;
const TRANSCRIPT_BYTES = 8 * 1024;
const MINUTE_MS = 60_000;
/** So far apart that what one look-up shows around a session seldom shows the next as well. */
const APART_MS = 10 * MINUTE_MS;
const LASTED_MS = 8 * MINUTE_MS;

const SERVICES = ['CloudTrail', 'Systems Manager', 'ECS', 'S3', 'Kosli'] as const;
type Costs = Readonly<Record<(typeof SERVICES)[number] | 'processorMs', number>>;

const countersOf = ({ stage, transcripts }: BenchStage, reporter: LocalFunctionProcess): Costs => ({
  CloudTrail: stage.cloudtrail.calls.length,
  'Systems Manager': stage.ssm.calls.length,
  ECS: stage.ecs.calls.length,
  S3: transcripts.requests(),
  Kosli: stage.kosli.requests.length,
  processorMs: figuresOf(reporter.processId()).processorMs,
});

/** Sessions that ended one after another, each reported by a process that has reported others before. @returns costs a session */
const measureBatches = async (
  bench: BenchStage,
  reporter: LocalFunctionProcess,
  batchSize: number,
  firstAt: Date,
): Promise<Costs> => {
  const { stage } = bench;
  const sessions = Array.from({ length: SESSIONS }, (_, at) => {
    const openedAt = new Date(firstAt.getTime() + at * APART_MS);
    return {
      id: nextSessionId(),
      openedAt,
      endedAt: new Date(openedAt.getTime() + LASTED_MS),
      person: `person${at % PEOPLE}`,
      transcriptBytes: TRANSCRIPT_BYTES,
    };
  });
  showSessions(stage, sessions);
  const before = countersOf(bench, reporter);
  for (let at = 0; at < SESSIONS; at += batchSize) {
    const batch = sessions.slice(at, at + batchSize);
    await uploadTranscripts(stage, batch);
    await drainQueue(stage, { batchSize, windowSeconds: 20 }, [reporter], batch.length);
  }
  checkEvidence(stage, sessions);
  const after = countersOf(bench, reporter);
  const each = (name: keyof Costs) => (after[name] - before[name]) / SESSIONS;
  const services = SERVICES.map((name) => [name, each(name)]);
  return Object.fromEntries([...services, ['processorMs', each('processorMs')]]);
};

const rowsOf = (costs: ReadonlyMap<string, readonly Costs[]>): readonly Row[] => {
  const reference = costs.get(POLLING) ?? [];
  return [...costs].flatMap(([name, rounds]) => {
    const middle = (of: readonly Costs[], figure: keyof Costs) => median(of.map((one) => one[figure]));
    const ofReference = (figure: keyof Costs) =>
      name === POLLING
        ? {}
        : {
            ratio: `${(middle(rounds, figure) / middle(reference, figure)).toFixed(2)} of the polling reporter's`,
          };
    return [
      ...SERVICES.map((service) => ({
        figure: `${name}: requests to ${service} a session`,
        value: middle(rounds, service).toFixed(2),
        ...ofReference(service),
      })),
      {
        figure: `${name}: processor ms a session`,
        value: spread(
          rounds.map(({ processorMs }) => processorMs),
          1,
        ),
        ...ofReference('processorMs'),
      },
    ];
  });
};

const POLLING = 'polling reporter, one at a time';

/** What a session costs a function that is warm, beside the same in a reporter that polls. They take turns. */
export const benchWarm = async (): Promise<Measurement> => {
  const other = buildPollingReporter();
  const bench = await openBenchStage();
  try {
    const reporter = await bench.start();
    const polling = await bench.start(other);
    const kinds = [
      ...BATCH_SIZES.map((size) => ({ name: `batches of ${size}`, process: reporter, size })),
      { name: POLLING, process: polling, size: 1 },
    ];
    const turns = (ROUNDS + 1) * kinds.length;
    let at = Date.now() - turns * SESSIONS * APART_MS;
    const costs = new Map<string, Costs[]>(kinds.map(({ name }) => [name, []]));
    for (let round = 0; round <= ROUNDS; round += 1)
      for (const { name, process, size } of kinds) {
        // A process has no figures before it runs.
        if (process.processId() === null) await process.invoke({ Records: [] }).catch(() => {});
        const cost = await measureBatches(bench, process, size, new Date(at));
        at += SESSIONS * APART_MS;
        // The first round begins the trails and compiles the code.
        if (round > 0) costs.get(name)?.push(cost);
      }
    return {
      title: `Warm function: ${SESSIONS} sessions of ${PEOPLE} people a turn, ${ROUNDS} rounds`,
      rows: rowsOf(costs),
      json: Object.fromEntries(costs),
    };
  } finally {
    await bench.close();
    rmSync(other.taskRoot, { recursive: true });
  }
};
whenStarted(module, benchWarm);
