import { drainQueue } from './burst/poller';
import { type Measurement, median, type Row, spread, whenStarted } from './measurement';
import { openBenchStage } from './reporter/bench-stage';
import { figuresOf } from './reporter/process-figures';
import { checkEvidence, nextSessionId, showSessions, uploadTranscripts } from './reporter/sessions';

const ROUNDS = 3;
const MIB = 2 ** 20;
const SIZES = [
  { name: 'a transcript of 1 KiB', bytes: 1024 },
  { name: 'a transcript of 100 MiB', bytes: 100 * MIB },
  { name: 'a transcript of 1 GiB', bytes: 1024 * MIB },
] as const;
const TRAILS = [10, 1_000, 20_000] as const;
const SMALL_BYTES = 1024;
const MINUTE_MS = 60_000;

/** The peak of a process that reports one session, to a trail that already holds others. */
const peakOf = async (transcriptBytes: number, held: number): Promise<number> => {
  const { stage, start, close } = await openBenchStage();
  try {
    const session = (bytes: number) => ({
      id: nextSessionId(),
      openedAt: new Date(Date.now() - 10 * MINUTE_MS),
      endedAt: new Date(),
      person: 'alice',
      transcriptBytes: bytes,
    });
    const report = async (one: ReturnType<typeof session>, process: Awaited<ReturnType<typeof start>>) => {
      showSessions(stage, [one]);
      await uploadTranscripts(stage, [one]);
      await drainQueue(stage, { batchSize: 1, windowSeconds: 0 }, [process], 1);
      checkEvidence(stage, [one]);
    };
    if (held > 0) {
      // What the reporter itself reports of a session, of as many sessions.
      await report(session(SMALL_BYTES), await start());
      const [trail] = stage.kosli.trails.values();
      if (trail === undefined) throw new Error('the reporter began no trail');
      const reported = trail.attestations.map(
        ({ attestation_id: _id, created_at: _at, attachment: _attachment, ...payload }) => payload,
      );
      for (let at = 1; at < held; at += 1) {
        const id = nextSessionId();
        const attestations = reported.map((one) => ({
          ...one,
          user_data: { ...one.user_data, session_id: id },
        }));
        stage.kosli.addAttestations(trail.name, attestations);
      }
    }
    const measured = await start();
    await report(session(transcriptBytes), measured);
    return figuresOf(measured.processId()).peakBytes;
  } finally {
    await close();
  }
};

const rowsOf = (peaks: ReadonlyMap<string, readonly number[]>): readonly Row[] => {
  const smallest = Math.min(...[...peaks.values()].map(median));
  return [...peaks].map(([figure, rounds]) => ({
    figure,
    value: `${spread(
      rounds.map((bytes) => bytes / MIB),
      0,
    )} MiB`,
    ratio: `${(median(rounds) / smallest).toFixed(2)} times the smallest, ${((median(rounds) - smallest) / MIB).toFixed(0)} MiB more`,
  }));
};

/** The most memory that a process ever has which reports one session from a cold start. */
export const benchMemory = async (): Promise<Measurement> => {
  const measured = [
    ...SIZES.map(({ name, bytes }) => ({ name, bytes, held: 0 })),
    ...TRAILS.map((held) => ({ name: `a trail that holds ${held} sessions`, bytes: SMALL_BYTES, held })),
  ];
  const peaks = new Map<string, number[]>(measured.map(({ name }) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1)
    for (const { name, bytes, held } of measured) peaks.get(name)?.push(await peakOf(bytes, held));
  return {
    title: `Peak memory of a process that reports one session, ${ROUNDS} rounds`,
    rows: rowsOf(peaks),
    json: Object.fromEntries(peaks),
  };
};
whenStarted(module, benchMemory);
