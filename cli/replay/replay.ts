import type { SessionId } from '../../lambda/session/session-id';
import { countingPages } from '../calls/count-pages';
import type { AwsAccount } from '../deployment/open-account';
import type { Terminal } from '../terminal';
import { messageOfObject } from './message-of-object';
import { messagesOfSession, type PlannedReplay } from './messages-of-session';
import { printSent, sentMessages } from './planned-messages';
import { countDeadLetters, redriveDeadLetters } from './redrive-dead-letters';

const plan = async (
  account: AwsAccount,
  wanted: { readonly id: SessionId } | { readonly key: string },
): Promise<PlannedReplay> => {
  const { settings } = account.deployment;
  if ('id' in wanted) return messagesOfSession(account, settings, wanted.id);
  return { planned: [await messageOfObject(account, settings.transcriptBucket, wanted.key)], remarks: [] };
};

/** Puts what reports a session or a transcript again into the queue. */
export const replayMessages = async (
  account: AwsAccount,
  wanted: Parameters<typeof plan>[1],
  dryRun: boolean,
  terminal: Terminal,
): Promise<void> => {
  const progress = terminal.progress('Searching event history and the transcript bucket');
  const { planned, remarks } = await plan(countingPages(account, progress), wanted).finally(progress.end);
  for (const remark of remarks) terminal.remark(remark);
  if (!dryRun) await account.send(planned.map(({ message }) => message));
  const sent = sentMessages(account.deployment.settings.queueUrl, planned, !dryRun);
  terminal.result(sent, () => printSent(sent));
};

/** Moves the dead letters back into the queue. */
export const replayDeadLetters = async (
  { sqs, deployment: { settings }, time }: AwsAccount,
  dryRun: boolean,
  terminal: Terminal,
): Promise<void> => {
  const { queueUrl, deadLetterQueueUrl } = settings;
  const count = await countDeadLetters(sqs, settings, time);
  const about = count.visible + count.inFlight;
  if (dryRun) {
    const result = { deadLetterQueueUrl, queueUrl, sent: false, deadLetters: count };
    terminal.result(
      result,
      () =>
        `Would move about ${count.visible} dead letters from ${deadLetterQueueUrl} to ${queueUrl}${count.inFlight === 0 ? '.' : `; ${count.inFlight} more are being received by somebody at the moment.`}`,
    );
    return;
  }
  const progress = terminal.progress('Moving dead letters');
  const { moved, cameBack } = await redriveDeadLetters(sqs, settings, time, (so) =>
    progress.at(so, Math.max(so, about)),
  ).finally(progress.end);
  if (count.inFlight > 0)
    terminal.remark(
      `${count.inFlight} dead letters were being received by somebody; run this again when they show again.`,
    );
  if (cameBack > 0)
    terminal.remark(
      `${cameBack} of them came back as dead letters at once: the function cannot report them. Its log says why.`,
    );
  terminal.result(
    { deadLetterQueueUrl, queueUrl, sent: true, moved, cameBack },
    () =>
      `Moved ${moved} dead ${moved === 1 ? 'letter' : 'letters'} from ${deadLetterQueueUrl} to ${queueUrl}.`,
  );
};
