import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { FunctionProcess, Outcome, Runtime } from '../../stand-ins/aws-lambda/function-process';
import { functionProcess } from '../../stand-ins/aws-lambda/function-process';
import { behindNetwork, type Network, openNetwork } from '../../stand-ins/network/network';
import { openStage, type Stage } from '../../stand-ins/stage';
import { deadLetters, uploadTranscript } from '../end-to-end/sessions';
import { aged } from './aged-event';
import type { Fault, Scene, Waits } from './fault';
import { storyOf } from './stories';
import type { Transcripts } from './story';
import { ALICE, type Who, whoseMessage } from './who';

/** Where the function and Node are that all faults are tried on. */
export interface Deployed {
  readonly stackFolder: string;
  readonly node: string;
}

/** What was left when a fault was over. */
export interface Aftermath {
  readonly waits: Readonly<Record<Who, Waits>>;
  readonly outcomes: readonly Outcome[];
  readonly trails: Stage['kosli']['trails'];
  readonly transcripts: Transcripts;
  readonly deadLetters: readonly string[];
  /** Messages that are still in the queue. */
  readonly left: number;
  readonly filesLeft: readonly string[];
  readonly log: string;
  readonly happened: number;
  /** Until the story went on. */
  readonly asked: Network['asked'];
  /** What was on the trails before the story went on. */
  readonly before: OnTrails;
  /** Of the longest invocation. */
  readonly longestMs: number;
}

/** The names of the attestations of each session. */
export type OnTrails = ReadonlyMap<string, readonly string[]>;

const onTrails = ({ kosli }: Stage): OnTrails => {
  const names = new Map<string, readonly string[]>();
  for (const { attestations } of kosli.trails.values())
    for (const { attestation_name: name, user_data } of attestations) {
      const id = String(user_data?.session_id);
      names.set(id, [...(names.get(id) ?? []), name]);
    }
  return names;
};

const MOST_ROUNDS = 8;
const USUAL_SECONDS = 60;

/** The function's time limit. */
export const secondsOf = (fault: Fault): number => fault.seconds ?? storyOf(fault).seconds ?? USUAL_SECONDS;

const across =
  (network: Network, { preload, daysInQueue = 0 }: Fault): Runtime =>
  (settings): FunctionProcess => {
    const environment = behindNetwork(network, settings.environment);
    const loaded = preload && {
      ...preload.environment,
      NODE_OPTIONS: `--require ${JSON.stringify(join(__dirname, 'preload', `${preload.file}.js`))}`,
    };
    const reporter = functionProcess({ ...settings, environment: { ...environment, ...loaded } });
    return { ...reporter, invoke: (event) => reporter.invoke(aged(event, daysInQueue)) };
  };

const messagesLeft = async ({ sqs, applied }: Stage): Promise<number> => {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: applied.mapping.queueUrl, AttributeNames: ['All'] }),
  );
  return (
    Number(Attributes.ApproximateNumberOfMessages) + Number(Attributes.ApproximateNumberOfMessagesNotVisible)
  );
};

const filesIn = (folder: string): Promise<readonly string[]> => readdir(folder).catch(() => []);

/** What was seen while the queue was worked off. */
interface Seen {
  readonly outcomes: Outcome[];
  readonly waits: Record<Who, (number | null)[]>;
  longestMs: number;
}

const nothingSeen = (): Seen => ({
  outcomes: [],
  waits: { alice: [], bob: [], run: [], statement: [], message: [] },
  longestMs: 0,
});

/** Calls the function until the queue is empty, or for so many rounds. @param after each, with its number */
const workOff = async (
  { mapping }: Stage,
  seen: Seen,
  after: (round: number) => Promise<void> = async () => {},
): Promise<void> => {
  for (let round = 1; round <= MOST_ROUNDS; round += 1) {
    const began = performance.now();
    const batch = await mapping.poll();
    seen.longestMs = Math.max(seen.longestMs, Math.round(performance.now() - began));
    if (batch === null) return;
    seen.outcomes.push(batch.outcome);
    for (const { body, deleted, hiddenForSeconds } of batch.deliveries) {
      const who = whoseMessage(body);
      if (!deleted && who !== null) seen.waits[who].push(hiddenForSeconds);
    }
    await after(round);
    await mapping.passTime();
  }
};

const end = async (fault: Fault, scene: Scene, network: Network): Promise<void> => {
  network.clear();
  await fault.repair?.(scene);
  if (fault.overwrittenWith !== undefined)
    await uploadTranscript(scene.stage, { id: ALICE, bytes: fault.overwrittenWith });
};

/** Lets a fault happen in the middle of its story, again and again until the queue is empty. */
export const tryFault = async (fault: Fault, { stackFolder, node }: Deployed): Promise<Aftermath> => {
  const story = storyOf(fault);
  const network = await openNetwork();
  const stage = await openStage({
    stackFolder,
    node,
    runtime: across(network, fault),
    timeoutSeconds: secondsOf(fault),
    ...(story.variables && { variables: story.variables }),
  });
  try {
    const scene = { stage, plan: network.plan };
    const transcripts = await story.begin(stage, fault);
    const askedBefore = network.asked.length;
    network.plan(...(fault.happens ?? []));
    await fault.arrange?.(scene);
    const seen = nothingSeen();
    await workOff(stage, seen, async (round) => {
      if (round === fault.lasts) await end(fault, scene, network);
    });
    const before = onTrails(stage);
    const asked = network.asked.slice(askedBefore);
    if (story.goOn !== undefined) {
      network.clear();
      await story.goOn(stage, fault, transcripts);
      await workOff(stage, seen);
    }
    const dead = await deadLetters(stage.sqs, stage.applied.deadLetterQueueUrl);
    return {
      waits: seen.waits,
      outcomes: seen.outcomes,
      trails: new Map(stage.kosli.trails),
      transcripts,
      deadLetters: dead.map(({ reason = '' }) => reason),
      left: await messagesLeft(stage),
      filesLeft: await filesIn(join(stage.disk, 'transcripts')),
      log: stage.reporter.logs(),
      happened: network.happened(),
      asked,
      before,
      longestMs: seen.longestMs,
    };
  } finally {
    await stage.close();
    await network.close();
  }
};
