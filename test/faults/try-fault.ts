import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { FunctionProcess, Outcome, Runtime } from '../../stand-ins/aws-lambda/function-process';
import { functionProcess } from '../../stand-ins/aws-lambda/function-process';
import { behindNetwork, type Network, openNetwork } from '../../stand-ins/network/network';
import { person } from '../../stand-ins/recorded-session/callers';
import { recordedTranscript } from '../../stand-ins/recorded-session/transcript';
import { openStage, type Stage } from '../../stand-ins/stage';
import { deadLetters, openSession, send, sessionId, trailOf, uploadTranscript } from '../end-to-end/sessions';
import { aged } from './aged-event';
import type { Fault, Waits } from './fault';

/** Where the function and Node are that all faults are tried on. */
export interface Deployed {
  readonly stackFolder: string;
  readonly node: string;
}

/** What was left when a fault was over. */
export interface Aftermath {
  readonly waits: { readonly alice: Waits; readonly bob: Waits; readonly message: Waits };
  readonly outcomes: readonly Outcome[];
  readonly trails: Stage['kosli']['trails'];
  readonly transcripts: { readonly alice: readonly Buffer[]; readonly bob: readonly Buffer[] };
  readonly deadLetters: readonly string[];
  /** Messages that are still in the queue. */
  readonly left: number;
  readonly filesLeft: readonly string[];
  readonly log: string;
  readonly happened: number;
  readonly asked: Network['asked'];
  /** Of the longest invocation. */
  readonly longestMs: number;
}

export const ALICE = sessionId(1);
export const BOB = sessionId(2);
/** On Alice's trail before anything happens, so that it is not new. */
export const EARLIER = sessionId(99);

const MOST_ROUNDS = 8;
const USUAL_SECONDS = 60;

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

const setUp = async (stage: Stage, fault: Fault): Promise<Aftermath['transcripts']> => {
  const names = ['user-identity', 'service-identity', 'command-logs'];
  stage.kosli.addAttestations(
    trailOf('alice'),
    names.map((attestation_name) => ({
      attestation_name,
      is_compliant: true,
      user_data: { session_id: EARLIER },
    })),
  );
  if (fault.withoutVersions === true) stage.s3AndSqs.setVersioning('never');
  const now = new Date();
  const transcripts = {
    alice: fault.transcript ?? recordedTranscript(now, ALICE),
    bob: recordedTranscript(now, BOB),
  };
  for (const [id, name] of [
    [ALICE, 'alice'],
    [BOB, 'bob'],
  ] as const) {
    const minutesAgo = fault.uploadedMinutesAgo ?? 0;
    const openedAt = new Date(now.getTime() - (minutesAgo + 10) * 60_000);
    openSession(stage, { sessionId: id, userIdentity: person(name), openedAt });
    await uploadTranscript(stage, { id, bytes: transcripts[name], minutesAgo });
  }
  if (fault.message !== undefined) await send(stage, fault.message);
  const { overwrittenWith: second } = fault;
  return { alice: [transcripts.alice, ...(second === undefined ? [] : [second])], bob: [transcripts.bob] };
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

/** Lets a fault happen to two sessions of one batch, again and again until the queue is empty. */
export const tryFault = async (fault: Fault, { stackFolder, node }: Deployed): Promise<Aftermath> => {
  const network = await openNetwork();
  const stage = await openStage({
    stackFolder,
    node,
    runtime: across(network, fault),
    timeoutSeconds: fault.seconds ?? USUAL_SECONDS,
  });
  try {
    const scene = { stage, plan: network.plan };
    const transcripts = await setUp(stage, fault);
    network.plan(...(fault.happens ?? []));
    await fault.arrange?.(scene);
    const outcomes: Outcome[] = [];
    let longestMs = 0;
    const waits: Record<'alice' | 'bob' | 'message', (number | null)[]> = { alice: [], bob: [], message: [] };
    for (let round = 1; round <= MOST_ROUNDS; round += 1) {
      const began = performance.now();
      const batch = await stage.mapping.poll();
      longestMs = Math.max(longestMs, Math.round(performance.now() - began));
      if (batch === null) break;
      outcomes.push(batch.outcome);
      for (const { body, deleted, hiddenForSeconds } of batch.deliveries) {
        if (deleted) continue;
        waits[body.includes(ALICE) ? 'alice' : body.includes(BOB) ? 'bob' : 'message'].push(hiddenForSeconds);
      }
      if (round === fault.lasts) {
        network.clear();
        await fault.repair?.(scene);
        if (fault.overwrittenWith !== undefined)
          await uploadTranscript(stage, { id: ALICE, bytes: fault.overwrittenWith });
      }
      await stage.mapping.passTime();
    }
    const dead = await deadLetters(stage.sqs, stage.applied.deadLetterQueueUrl);
    return {
      waits,
      outcomes,
      trails: new Map(stage.kosli.trails),
      transcripts,
      deadLetters: dead.map(({ reason = '' }) => reason),
      left: await messagesLeft(stage),
      filesLeft: await filesIn(join(stage.disk, 'transcripts')),
      log: stage.reporter.logs(),
      happened: network.happened(),
      asked: [...network.asked],
      longestMs,
    };
  } finally {
    await stage.close();
    await network.close();
  }
};
