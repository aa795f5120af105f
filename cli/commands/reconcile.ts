import { command } from '../command';
import { DEPLOYMENT_OPTIONS } from '../deployment/deployment-options';
import { EXIT } from '../exit-code';
import { givenTimes, inHistory, PERIOD_OPTIONS } from '../period';

export const reconcile = command({
  usage: 'reconcile',
  does: 'Have the function find and report what Kosli lacks.',
  about:
    'Puts a reconcile message into the queue: the function compares the calls of a period with what Kosli holds, and reports what is missing. It does so every hour by itself; this is for a period that it could not look at. Without --from it is the last six hours, with --daily the last three days. --daily also lists the transcript bucket, and looks for transcripts that were deleted. What it found is in the log of the function, and in "sessions".',
  examples: [
    ['reconcile --from 2026-07-01 --to 2026-07-03', 'three days in which the function was out of order'],
    ['reconcile --daily', 'what the daily run does, now'],
    ['reconcile --from 2026-07-01 --dry-run', 'shows the message'],
  ],
  operands: {},
  options: {
    ...PERIOD_OPTIONS,
    daily: {
      type: 'boolean',
      default: false,
      describe: 'Also list the transcript bucket, and look for deleted transcripts',
    },
    'dry-run': { type: 'boolean', default: false, describe: 'Say what would be sent, and send nothing' },
    ...DEPLOYMENT_OPTIONS,
  },
  run: async (given, terminal) => {
    const now = new Date();
    const { from, to } = givenTimes(given, now);
    if (from !== null) inHistory({ from, to: to ?? now }, now);
    const { daily, 'dry-run': dryRun } = given;
    const { withAwsAccount } = await import('../deployment/open-account');
    const { printSent, sentMessages } = await import('../replay/planned-messages');
    return withAwsAccount(given, terminal, async ({ send, deployment: { settings } }) => {
      const message = {
        kind: 'reconcile',
        ...(from !== null && { from: from.toISOString() }),
        ...(to !== null && { to: to.toISOString() }),
        ...(daily && { daily }),
      } as const;
      const begin = from?.toISOString() ?? (daily ? 'three days before' : 'six hours before');
      const because = `from ${begin} to ${to?.toISOString() ?? 'when it is sent'}${daily ? ', with the transcript bucket' : ''}`;
      if (!dryRun) await send([message]);
      const sent = sentMessages(settings.queueUrl, [{ message, because }], !dryRun);
      terminal.result(sent, () => printSent(sent));
      return EXIT.ok;
    });
  },
});
