import { command } from '../command';
import { DEPLOYMENT_OPTIONS } from '../deployment/deployment-options';
import { EXIT } from '../exit-code';
import { inHistory, PERIOD_OPTIONS, periodOf } from '../period';

export const sessions = command({
  usage: 'sessions',
  does: 'List sessions, and what Kosli holds of each.',
  about:
    "Lists the sessions of a period from CloudTrail's event history (the last 24 hours, unless told otherwise; 90 days at most): who, where, how long, and whether user-identity, service-identity and command-logs are on Kosli. Refused calls, sessions past ECS Exec and calls that cannot be read are listed too. CloudTrail shows a call some minutes late. Reads only.",
  examples: [
    ['sessions', 'the last 24 hours'],
    ['sessions --from 2026-07-01 --to 2026-07-31', 'July'],
    ['sessions --json | jq \'.calls[] | select(.attestations[] == "missing")\'', 'what Kosli lacks'],
  ],
  operands: {},
  options: { ...PERIOD_OPTIONS, ...DEPLOYMENT_OPTIONS },
  run: async (given, terminal) => {
    const now = new Date();
    const span = inHistory(periodOf(given, now), now);
    // The AWS SDK is slow to load, and help needs none of it.
    const { withAccount } = await import('../deployment/open-account');
    const { countingPages } = await import('../calls/count-pages');
    const { listSessions } = await import('../sessions/list-sessions');
    const { worstOf } = await import('../sessions/listed-call');
    const { printSessions } = await import('../sessions/print-sessions');
    return withAccount(given, terminal, async (account) => {
      const progress = terminal.progress('Reading event history and Kosli');
      const period = await listSessions(
        countingPages(account, progress),
        account.deployment.settings,
        span,
      ).finally(progress.end);
      terminal.result(period, () => printSessions(period));
      const worst = worstOf(period.calls);
      if (worst === 'missing' || worst === 'not compliant') return EXIT.found;
      return worst === 'unknown' || period.unreadable.length > 0 ? EXIT.failed : EXIT.ok;
    });
  },
});
