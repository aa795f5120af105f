import { createHash } from 'node:crypto';
import { openBenchStage } from '../reporter/bench-stage';
import { figuresOf } from '../reporter/process-figures';
import {
  type BenchSession,
  checkEvidence,
  nextSessionId,
  showSessions,
  uploadTranscripts,
} from '../reporter/sessions';
import { type Drained, drainQueue, type Gathering } from './poller';

/** What a burst cost. */
export interface Burst extends Drained {
  readonly sessions: number;
  /** LookupEvents calls, those included that were refused for coming too fast. */
  readonly lookups: number;
  readonly kosliRequests: number;
  /** Of all processes of the function. */
  readonly processorMs: number;
  /** Of the largest of them. */
  readonly peakBytes: number;
  /** Of everything else: the stand-ins, and what hands over the messages. */
  readonly standInsProcessorMs: number;
}

const KOSLI_MS = 300;
const SPREAD_MS = 8 * 60 * 60_000;
const SESSION_MS = 5 * 60_000;
const SESSIONS_A_PERSON = 20;
const TRANSCRIPT_BYTES = 8 * 1024;

/** Sessions that began in the last eight hours, in no order that has to do with when. */
const sessionsOf = (count: number): readonly BenchSession[] => {
  const newest = Date.now() - 2 * SESSION_MS;
  const inOrder = Array.from({ length: count }, (_, at) => {
    const openedAt = new Date(newest - (at * SPREAD_MS) / count);
    return {
      id: nextSessionId(),
      openedAt,
      endedAt: new Date(),
      person: `person${at % Math.ceil(count / SESSIONS_A_PERSON)}`,
      transcriptBytes: TRANSCRIPT_BYTES,
    };
  });
  const place = ({ id }: BenchSession) => createHash('md5').update(id).digest('hex');
  return inOrder.toSorted((one, other) => (place(one) < place(other) ? -1 : 1));
};

/**
 * Has as many transcripts as `count` reported at once, by as many processes as the stack allows, from a cold start, while CloudTrail
 * answers two look-ups a second and Kosli takes 300 ms for each request.
 *
 * @param other function instead of the reporter, and how its messages are gathered
 */
export const measureBurst = async (
  count: number,
  other?: { readonly taskRoot: string; readonly handler: string; readonly gathering: Gathering },
): Promise<Burst> => {
  const { stage, start, close } = await openBenchStage();
  try {
    const { mapping } = stage.applied;
    const sessions = sessionsOf(count);
    showSessions(stage, sessions);
    await uploadTranscripts(stage, sessions);
    stage.cloudtrail.limitToTwoASecond();
    stage.kosli.injectFault({ times: Number.POSITIVE_INFINITY }, { kind: 'delay', ms: KOSLI_MS });
    const processes = await Promise.all(
      Array.from({ length: mapping.maximumConcurrency }, () => start(other)),
    );
    const before = process.cpuUsage();
    const drained = await drainQueue(stage, other?.gathering ?? mapping, processes, count);
    const standIns = process.cpuUsage(before);
    checkEvidence(stage, sessions);
    const figures = processes.map((one) => figuresOf(one.processId()));
    return {
      ...drained,
      sessions: count,
      lookups: stage.cloudtrail.calls.filter(({ operation }) => operation === 'LookupEvents').length,
      kosliRequests: stage.kosli.requests.length,
      processorMs: figures.reduce((sum, { processorMs }) => sum + processorMs, 0),
      peakBytes: Math.max(...figures.map(({ peakBytes }) => peakBytes)),
      standInsProcessorMs: (standIns.user + standIns.system) / 1000,
    };
  } finally {
    await close();
  }
};
