import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { functionProcess, type Runtime } from '../../stand-ins/aws-lambda/function-process';
import { behindNetwork, openNetwork } from '../../stand-ins/network/network';
import { person } from '../../stand-ins/recorded-session/callers';
import { openStage, type Stage } from '../../stand-ins/stage';
import { deadLetters, openSession, send, trailOf, uploadTranscript } from '../end-to-end/sessions';
import type { Deployed } from '../faults/try-fault';
import { type Random, seededRandom } from '../simulation/engine/random';
import { type Measure, measure, startsIn } from './measures';
import { misfortune } from './misfortunes';

/** A session, and what must be reported of it. */
export interface SoakedSession {
  readonly id: string;
  readonly trail: string;
  readonly transcript: Buffer;
}

/** What was left at the end. */
export interface Aftermath {
  readonly sessions: readonly SoakedSession[];
  readonly trails: Stage['kosli']['trails'];
  /** Before anything went wrong, after each fifth of the time, and when all was settled. */
  readonly measures: readonly Measure[];
  readonly starts: number;
  readonly invocations: number;
  /** Invocations that did not return. */
  readonly broken: readonly string[];
  readonly mishaps: number;
  readonly redelivered: number;
  readonly left: number;
  readonly deadLetters: number;
  readonly files: readonly string[];
}

export interface SoakSettings extends Deployed {
  readonly folder: string;
  readonly minutes: number;
  readonly seed: number;
}

const FUNCTION_SECONDS = 36;
const MOST_SESSIONS_A_ROUND = 8;
const SESSIONS_A_TRAIL = 20;
const ROUNDS_TO_SETTLE = 40;
const PARTS = 5;

/** As many calls as the function remembers: what it holds of them grows no more, and anything else would show. */
const REMEMBERED_CALLS = 5_000;

const transcriptOf = (random: Random): Buffer =>
  randomBytes(random.chance(0.02) ? random.between(1, 2_000_000) : random.between(1, 20_000));

/** Sessions end, things go wrong, the function is called again and again, for so many minutes; then all that waits is settled. */
export const soak = async ({
  stackFolder,
  node,
  folder,
  minutes,
  seed,
}: SoakSettings): Promise<Aftermath> => {
  const random = seededRandom(seed, 'soak');
  const network = await openNetwork();
  const file = join(folder, 'measures');
  const runtime: Runtime = (settings) =>
    functionProcess({
      ...settings,
      environment: {
        ...behindNetwork(network, settings.environment),
        MEASURES: file,
        ...(process.env.MALLOC_ARENA_MAX && { MALLOC_ARENA_MAX: process.env.MALLOC_ARENA_MAX }),
        NODE_OPTIONS: `--require ${JSON.stringify(join(__dirname, 'preload', 'measure.js'))}`,
      },
    });
  const stage = await openStage({ stackFolder, node, runtime, timeoutSeconds: FUNCTION_SECONDS });
  const sessions: SoakedSession[] = [];
  const broken: string[] = [];
  let invocations = 0;
  let redelivered = 0;

  const endOne = async (openedMinutesAgo = 10): Promise<void> => {
    const id = `ecs-execute-command-soak${String(sessions.length).padStart(22, '0')}`;
    const name = `engineer-${Math.floor(sessions.length / SESSIONS_A_TRAIL)}`;
    const transcript = transcriptOf(random);
    const openedAt = new Date(Date.now() - openedMinutesAgo * 60_000);
    openSession(stage, { sessionId: id, userIdentity: person(name), openedAt });
    await uploadTranscript(stage, { id, bytes: transcript });
    sessions.push({ id, trail: trailOf(name), transcript });
  };
  /** @returns whether there was anything to do */
  const invoke = async (): Promise<boolean> => {
    const batch = await stage.mapping.poll();
    if (batch === null) return false;
    invocations += 1;
    if (batch.outcome.kind !== 'returned') broken.push(batch.outcome.error);
    const [delivery] = batch.deliveries;
    // SQS delivers at least once.
    if (delivery !== undefined && random.chance(0.2)) {
      redelivered += 1;
      await send(stage, delivery.body);
    }
    await stage.mapping.passTime();
    return true;
  };
  const settle = async (): Promise<void> => {
    network.clear();
    for (let round = 0; round < ROUNDS_TO_SETTLE; round += 1) if (!(await invoke())) return;
  };
  const goOn = async (ms: number): Promise<void> => {
    const until = performance.now() + ms;
    while (performance.now() < until) {
      const ended = random.between(1, MOST_SESSIONS_A_ROUND);
      for (let n = 0; n < ended; n += 1) await endOne();
      network.clear();
      network.plan(...misfortune(random));
      await invoke();
    }
  };

  try {
    await endOne(60);
    for (let n = 0; n < REMEMBERED_CALLS; n += 1)
      openSession(stage, {
        sessionId: `ecs-execute-command-elsewhere${String(n).padStart(17, '0')}`,
        openedAt: new Date(Date.now() - 30 * 60_000),
      });
    await settle();
    const measures = [await measure(file)];
    for (let part = 1; part <= PARTS; part += 1) {
      await goOn((minutes * 60_000) / PARTS);
      if (part < PARTS) measures.push(await measure(file));
    }
    const mishaps = network.happened();
    await settle();
    measures.push(await measure(file));
    const { Attributes = {} } = await stage.sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl: stage.applied.mapping.queueUrl,
        AttributeNames: ['All'],
      }),
    );
    return {
      sessions,
      trails: new Map(stage.kosli.trails),
      measures,
      starts: await startsIn(file),
      invocations,
      broken,
      mishaps,
      redelivered,
      left:
        Number(Attributes.ApproximateNumberOfMessages) +
        Number(Attributes.ApproximateNumberOfMessagesNotVisible),
      deadLetters: (await deadLetters(stage.sqs, stage.applied.deadLetterQueueUrl)).length,
      files: await readdir(stage.disk, { recursive: true }),
    };
  } finally {
    await stage.close();
    await network.close();
  }
};
