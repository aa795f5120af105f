import { rmSync } from 'node:fs';
import { buildPollingReporter } from './burst/build-polling-reporter';
import { type Burst, measureBurst } from './burst/measure-burst';
import { type Measurement, type Row, whenStarted } from './measurement';

const SIZES = [500, 5_000] as const;
/** The polling reporter takes the same time for each, so a part of them tells the rest. */
const POLLED = 100;

const rowsOf = (burst: Burst, polling: Burst): readonly Row[] => {
  const name = `${burst.sessions} at once`;
  const seconds = (polling.seconds / polling.sessions) * burst.sessions;
  const ratio = (pollingEach: number, ours: number) =>
    `${(pollingEach / (ours / burst.sessions)).toFixed(1)} times fewer`;
  const busy = (100 * burst.standInsProcessorMs) / 1000 / burst.seconds;
  return [
    {
      figure: `${name}: until all are reported`,
      value: `${burst.seconds.toFixed(0)} s, polling ${seconds.toFixed(0)} s`,
      ratio: `${(seconds / burst.seconds).toFixed(1)} times sooner`,
    },
    {
      figure: `${name}: LookupEvents calls a session, refused ones included`,
      value: (burst.lookups / burst.sessions).toFixed(3),
      ratio: ratio(polling.lookups / polling.sessions, burst.lookups),
    },
    {
      figure: `${name}: requests to Kosli a session`,
      value: (burst.kosliRequests / burst.sessions).toFixed(2),
      ratio: ratio(polling.kosliRequests / polling.sessions, burst.kosliRequests),
    },
    { figure: `${name}: invocations`, value: `${burst.invocations}, messages returned ${burst.returned}` },
    { figure: `${name}: processor ms a session`, value: (burst.processorMs / burst.sessions).toFixed(1) },
    { figure: `${name}: peak memory of a process`, value: `${(burst.peakBytes / 2 ** 20).toFixed(0)} MiB` },
    { figure: `${name}: the stand-ins' own share of one processor`, value: `${busy.toFixed(0)} %` },
  ];
};

/** Many transcripts at once, beside a reporter that polls; see `measureBurst`. */
export const benchBurst = async (): Promise<Measurement> => {
  const reporter = buildPollingReporter();
  try {
    const polling = await measureBurst(POLLED, {
      ...reporter,
      gathering: { batchSize: 1, windowSeconds: 0 },
    });
    const bursts: Burst[] = [];
    for (const size of SIZES) bursts.push(await measureBurst(size));
    return {
      title: `Burst, beside a polling reporter (measured with ${POLLED} sessions, its time and calls taken as proportional)`,
      rows: bursts.flatMap((burst) => rowsOf(burst, polling)),
      json: { polling, bursts },
    };
  } finally {
    rmSync(reporter.taskRoot, { recursive: true });
  }
};
whenStarted(module, benchBurst);
