import { command } from '../command';
import { DEPLOYMENT_OPTIONS } from '../deployment/deployment-options';

export const show = command({
  usage: 'show <session-id>',
  does: 'Show the evidence and the transcript of one session.',
  about:
    'Shows what Kosli holds of a session, and its transcript as a reader would have seen it: the object in S3 that command-logs names, whose SHA-256 is compared with the one that was attested. The trail is found by the call that opened the session (event history, 90 days); an older session needs --trail. Writes nothing but the page that --html names. A transcript may contain secrets: so may the page.',
  examples: [
    ['show ecs-execute-command-s9y89par6quf78pcbnoko32g28', 'as text'],
    ['show ecs-execute-command-s9y89par6quf78pcbnoko32g28 --html session.html', 'as a page for a browser'],
    [
      'show ecs-execute-command-s9y89par6quf78pcbnoko32g28 --trail AROAEXAMPLE-alice',
      'one that event history has forgotten',
    ],
  ],
  operands: {
    'session-id': {
      type: 'string',
      demandOption: true,
      describe: 'The id of a session, as "sessions" lists it',
    },
  },
  options: {
    html: { type: 'string', requiresArg: true, describe: 'Write a page to this file, instead of text' },
    trail: { type: 'string', requiresArg: true, describe: 'The trail that the session is on' },
    ...DEPLOYMENT_OPTIONS,
  },
  run: async (given, terminal) => {
    const { sessionIdOf } = await import('../calls/find-call');
    const id = sessionIdOf(given['session-id']);
    const { withAccount } = await import('../deployment/open-account');
    const { showSession } = await import('../show/show-session');
    const { trail, html } = given;
    return withAccount(given, terminal, (account) => showSession(account, { id, trail, html }, terminal));
  },
});
