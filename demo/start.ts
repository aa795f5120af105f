import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ALICE } from '../stand-ins/recorded-session/callers';
import { executeCommandRecord } from '../stand-ins/recorded-session/execute-command-record';
import { SESSION_ID, SESSION_TARGET } from '../stand-ins/recorded-session/session';
import { serviceTask } from '../stand-ins/recorded-session/task';
import { recordedTranscript } from '../stand-ins/recorded-session/transcript';
import { uploadAsAgent } from '../stand-ins/recorded-session/upload';
import { KOSLI, openStage, type Stage } from '../stand-ins/stage';
import { stackFolderIn, synthesise } from '../stand-ins/terraform/synthesise';
import { differences, type Expectation } from './expectation';
import { aside, bad, good, step, title, trailPage } from './page';
import { writeSessionPage } from './session-page';

/** `npm start`: one recorded session, from the transcript in the bucket to the three attestations on the trail. */

const say = (...lines: readonly string[]) => console.log(lines.join('\n'));

const timed = async <Result>(
  work: () => Promise<Result>,
  told: (result: Result) => string,
): Promise<Result> => {
  const began = performance.now();
  const result = await work();
  say(step(told(result), performance.now() - began));
  return result;
};

/** What happened in AWS before the transcript was uploaded. */
const recordSession = ({ cloudtrail, ecs, ssm }: Stage, openedAt: Date, endedAt: Date): void => {
  ecs.run(serviceTask());
  cloudtrail.record(executeCommandRecord({ openedAt }));
  ssm.endSession({
    SessionId: SESSION_ID,
    Target: SESSION_TARGET,
    StartDate: openedAt.getTime() / 1000,
    EndDate: endedAt.getTime() / 1000,
  });
};

/** `<request>`, or `<request> (<times> times)`, each once. */
const counted = (requests: readonly string[]): readonly string[] =>
  [...new Set(requests)].map((request) => {
    const times = requests.filter((other) => other === request).length;
    return times === 1 ? request : `${request} (${times} times)`;
  });

const requestsMade = ({ cloudtrail, ecs, ssm, kosli }: Stage): readonly string[] => {
  const aws = [
    ...cloudtrail.calls.map(({ operation }) => `CloudTrail ${operation}`),
    ...ecs.calls.map(({ operation }) => `ECS ${operation}`),
    ...ssm.calls.map(({ operation }) => `SSM ${operation}`),
  ];
  const toKosli = kosli.requests.map(({ method, status }) => `${method} ${status}`);
  return [
    aside(`AWS requests besides S3 and SQS: ${counted(aws).join(', ')}`),
    aside(`Kosli requests:                  ${counted(toKosli).join(', ')}`),
  ];
};

/** @returns what is not as expected */
const demonstrate = async (stage: Stage): Promise<readonly string[]> => {
  const endedAt = new Date();
  const openedAt = new Date(endedAt.getTime() - 7 * 60_000);
  const expectation: Expectation = {
    trail: ALICE.principalId.replace(/[:@]/g, '-'),
    sessionId: SESSION_ID,
    transcript: recordedTranscript(endedAt),
    key: `production/${SESSION_ID}.log`,
  };
  recordSession(stage, openedAt, endedAt);
  const { bucket: Bucket } = stage.applied;
  const { key: Key, transcript: bytes } = expectation;
  await timed(
    () => uploadAsAgent(stage.s3, { Bucket, Key, bytes }),
    () => `Uploaded a transcript of ${bytes.length.toLocaleString('en')} bytes; S3 notified the queue`,
  );
  const batch = await timed(
    () => stage.mapping.poll(),
    () =>
      `Ran the function on the notification (Node ${process.versions.node}, loaded in ${Math.round(stage.reporter.loadedIn() ?? 0)} ms)`,
  );
  say('', ...[...stage.kosli.trails.values()].flatMap(trailPage));
  say('', ...requestsMade(stage));
  for (const trail of stage.kosli.trails.values())
    say(aside(`The session as a page:           ${await writeSessionPage(trail, Bucket, expectation)}`));
  const left = batch?.deliveries.filter(({ deleted }) => !deleted) ?? [];
  return [
    ...differences(stage.kosli.trails, expectation),
    ...left.map(({ body }) => `still in the queue: ${body}`),
    ...(batch === null ? ['no notification reached the queue'] : []),
    ...(batch !== null && batch.outcome.kind !== 'returned' ? [batch.outcome.error] : []),
  ];
};

const start = async (): Promise<void> => {
  // The SDK's reminder that it leaves Node 20 in 2027 is about this machine, not about the function.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  say(
    title('An ECS Exec session becomes audit evidence on Kosli'),
    aside(
      'S3, SQS, SSM, ECS, CloudTrail and Kosli are stand-ins on this machine; stack and function are real.',
    ),
    '',
  );
  const folder = await mkdtemp(join(tmpdir(), 'synthesised-'));
  try {
    await timed(
      () => synthesise(folder),
      () => 'Synthesised the stack evidence-reporter and bundled its function',
    );
    const stage = await timed(
      () => openStage({ stackFolder: stackFolderIn(folder) }),
      ({ applied }) => `Deployed the function ${applied.function.name} and its queues to the stand-ins`,
    );
    try {
      const wrong = await demonstrate(stage);
      if (wrong.length === 0) {
        say(good(`\nFlow ${KOSLI.flow} of organization ${KOSLI.org} holds exactly the evidence it should.`));
        return;
      }
      say(
        bad('\nKosli does not hold the evidence it should:'),
        ...wrong.map((difference) => `  ${difference}`),
      );
      say(aside('\nThe function’s log:'), stage.reporter.logs());
      process.exitCode = 1;
    } finally {
      await stage.close();
    }
  } finally {
    await rm(folder, { recursive: true });
  }
};

start().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
