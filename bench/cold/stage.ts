import { randomUUID } from 'node:crypto';
import {
  type FunctionProcess,
  type FunctionSettings,
  functionArn,
  processEnvironment,
} from '../../stand-ins/aws-lambda/function-process';
import { person } from '../../stand-ins/recorded-session/callers';
import { executeCommandRecord } from '../../stand-ins/recorded-session/execute-command-record';
import { SESSION_ID } from '../../stand-ins/recorded-session/session';
import { serviceTask } from '../../stand-ins/recorded-session/task';
import { recordedTranscript } from '../../stand-ins/recorded-session/transcript';
import { uploadAsAgent } from '../../stand-ins/recorded-session/upload';
import { openStage } from '../../stand-ins/stage';

/** A function that is about to be invoked for the first time. */
export interface ColdStart {
  /** The environment of its process, but for the folder of the package. */
  readonly environment: Readonly<Record<string, string>>;
  /** What the process is given: one message, about one ended session. */
  readonly invocation: object;
}

const TEN_MINUTES_MS = 10 * 60_000;
const EXPECTED = ['user-identity', 'service-identity', 'command-logs'];

/** Takes the place of the function on the stage, to see what it would be invoked with. */
const bystander = () => {
  const seen: { settings?: FunctionSettings; event?: unknown } = {};
  const runtime = (settings: FunctionSettings): FunctionProcess => {
    seen.settings = settings;
    return {
      invoke: async (event) => {
        seen.event = event;
        return { kind: 'returned', result: null, largestMemoryBytes: 0 };
      },
      kill: () => {},
      logs: () => '',
      loadedIn: () => null,
      close: async () => {},
    };
  };
  return { seen, runtime };
};

/**
 * Opens AWS and Kosli on this machine, lets a session end there, and has the function report it: every time the same.
 *
 * @param run invokes the function
 * @throws when what it left on Kosli is not the whole session
 */
export const withFirstSession = async <Result>(
  stackFolder: string,
  run: (cold: ColdStart) => Promise<Result>,
): Promise<Result> => {
  const { seen, runtime } = bystander();
  const stage = await openStage({ stackFolder, runtime });
  try {
    await stage.mapping.poll(); // S3's test event.
    const now = new Date();
    stage.ecs.run(serviceTask());
    stage.cloudtrail.record(
      executeCommandRecord({
        userIdentity: person('alice'),
        openedAt: new Date(now.getTime() - TEN_MINUTES_MS),
      }),
    );
    stage.s3AndSqs.setClock(() => now);
    await uploadAsAgent(stage.s3, {
      Bucket: stage.applied.bucket,
      Key: `production/${SESSION_ID}.log`,
      bytes: recordedTranscript(now),
    });
    await stage.mapping.poll();
    const { settings, event } = seen;
    if (settings === undefined || event === undefined) throw new Error('the upload notified nobody');
    const result = await run({
      environment: processEnvironment(settings),
      invocation: {
        event,
        requestId: randomUUID(),
        functionArn: functionArn(settings),
        deadline: Date.now() + settings.timeoutSeconds * 1000,
      },
    });
    const reported = [...stage.kosli.trails.values()].flatMap(({ attestations }) =>
      attestations.map(({ attestation_name }) => attestation_name),
    );
    if (reported.toSorted().join() !== EXPECTED.toSorted().join())
      throw new Error(`Kosli holds [${reported}] of the session, expected [${EXPECTED}]`);
    return result;
  } finally {
    await stage.close();
  }
};
