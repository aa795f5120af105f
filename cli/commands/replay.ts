import { command } from '../command';
import { DEPLOYMENT_OPTIONS } from '../deployment/deployment-options';
import { CommandError, EXIT } from '../exit-code';

const ONE_OF = ['session', 'key', 'dead-letters'] as const;

export const replay = command({
  usage: 'replay',
  does: 'Report a session, a transcript or all dead letters again.',
  about:
    'Puts messages into the queue of the function, which puts on a trail what is not there yet and reports nothing twice. --session finds the call in event history (90 days) and the transcript in S3; --key names a transcript; --dead-letters moves what is in the dead-letter queue back, each message sent before it is deleted. Says what it sends, and asks nothing: look first with --dry-run.',
  examples: [
    ['replay --session ecs-execute-command-s9y89par6quf78pcbnoko32g28', 'its call and its transcript'],
    ['replay --key s3://acme-exec-transcripts/production/ecs-execute-command-….log', 'one transcript'],
    ['replay --dead-letters --dry-run', 'how many dead letters there are'],
    ['replay --dead-letters', 'after what had stopped them was put right'],
  ],
  operands: {},
  options: {
    session: { type: 'string', requiresArg: true, describe: 'The id of a session' },
    key: { type: 'string', requiresArg: true, describe: 'A transcript, as s3://<bucket>/<key>' },
    'dead-letters': {
      type: 'boolean',
      default: false,
      describe: 'Everything in the dead-letter queue',
    },
    'dry-run': { type: 'boolean', default: false, describe: 'Say what would be sent, and send nothing' },
    ...DEPLOYMENT_OPTIONS,
  },
  run: async (given, terminal) => {
    const { session, key, 'dead-letters': deadLetters, 'dry-run': dryRun } = given;
    const wanted = [session, key, deadLetters || undefined].filter((one) => one !== undefined);
    if (wanted.length !== 1)
      throw new CommandError(
        `Give one of ${ONE_OF.map((name) => `--${name}`).join(', ')}; ${wanted.length} were given.`,
      );
    const { sessionIdOf } = await import('../calls/find-call');
    const id = session === undefined ? null : sessionIdOf(session);
    const { withAwsAccount } = await import('../deployment/open-account');
    const { replayDeadLetters, replayMessages } = await import('../replay/replay');
    return withAwsAccount(given, terminal, async (account) => {
      if (id !== null) await replayMessages(account, { id }, dryRun, terminal);
      else if (key !== undefined) await replayMessages(account, { key }, dryRun, terminal);
      else await replayDeadLetters(account, dryRun, terminal);
      return EXIT.ok;
    });
  },
});
