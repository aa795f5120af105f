import { DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { person } from '../../stand-ins/recorded-session/callers';
import { executeCommandRecord } from '../../stand-ins/recorded-session/execute-command-record';
import { CLUSTER_ARN } from '../../stand-ins/recorded-session/session';
import { startSessionRecord } from '../../stand-ins/recorded-session/start-session-record';
import { recordedTranscript } from '../../stand-ins/recorded-session/transcript';
import type { Stage } from '../../stand-ins/stage';
import { openSession, poll, uploadTranscript } from '../end-to-end/sessions';
import { inDay } from './days';
import type { Story } from './story';
import { ALICE, BOB, EARLIER } from './who';

const minutesSince = (time: Date): number => (Date.now() - time.getTime()) / 60_000;

const open = (stage: Stage, sessionId: string, name: string, openedAt: Date): void =>
  openSession(stage, { sessionId, userIdentity: person(name), openedAt });

/** Takes what the queue holds out of it, as if it had never come. */
const loseMessages = async ({ sqs, applied }: Stage): Promise<void> => {
  const { queueUrl: QueueUrl } = applied.mapping;
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  if (Messages.length === 0) throw new Error('the queue is expected to hold a notification');
  for (const { ReceiptHandle } of Messages)
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
};

/** The daily rule goes off. */
const ringDaily = async (stage: Stage): Promise<void> => {
  const rule = stage.applied.rules.find(({ name }) => name.endsWith('-reconcile-daily'));
  if (rule === undefined) throw new Error('the stack is expected to have a rule *-reconcile-daily');
  await stage.ring(rule.name);
};

/** Five hours ago Mallory was refused a session, and opened one past ECS Exec. */
const callByMallory = ({ cloudtrail }: Stage): void => {
  const call = { userIdentity: person('mallory'), openedAt: new Date(Date.now() - 5 * 3_600_000) };
  const refusal = { errorCode: 'AccessDeniedException', errorMessage: 'not authorized' };
  cloudtrail.record(
    executeCommandRecord({ ...call, eventId: 'refused-to-mallory', refusal }),
    startSessionRecord({ ...call, eventId: 'bypassed-by-mallory' }),
  );
};

/**
 * On the newest day that is to be stated there were three sessions: an earlier one that is reported, Alice's whose transcript never
 * came, and Bob's whose transcript nobody announced. The daily rule goes off, and once more afterwards.
 */
export const SCHEDULE: Story = {
  begin: async (stage) => {
    stage.ecs.configureExec(CLUSTER_ARN, {
      logging: 'OVERRIDE',
      logConfiguration: { s3BucketName: stage.applied.bucket, s3KeyPrefix: 'production' },
    });
    open(stage, EARLIER, 'alice', inDay('11:00'));
    await uploadTranscript(stage, {
      id: EARLIER,
      bytes: recordedTranscript(inDay('11:10'), EARLIER),
      minutesAgo: minutesSince(inDay('11:10')),
    });
    await poll(stage);
    open(stage, ALICE, 'alice', inDay('12:00'));
    open(stage, BOB, 'bob', inDay('12:05'));
    callByMallory(stage);
    const bytes = recordedTranscript(inDay('12:15'), BOB);
    await uploadTranscript(stage, { id: BOB, bytes, minutesAgo: minutesSince(inDay('12:15')) });
    await loseMessages(stage);
    await ringDaily(stage);
    return { alice: [], bob: [bytes] };
  },
  goOn: ringDaily,
};
