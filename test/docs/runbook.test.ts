import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { powertoolsJournal } from '../../lambda/powertools-journal';
import { DependencyUnavailableError, SessionNotVisibleYetError } from '../../lambda/reporter-error';
import { delivery, sessionId } from '../lambda/records';

const RUNBOOK = readFileSync(join(__dirname, '../../docs/runbook.md'), 'utf8');

/** Every line the journal writes but warnings, as `message | level`. */
const journalLines = (): string[] => {
  const lines: string[] = [];
  const say =
    (level: string) =>
    (...[message]: unknown[]) =>
      void lines.push(`\`${message}\` | ${level}`);
  const logger: Pick<Logger, 'info' | 'error' | 'warn'> = {
    info: say('INFO'),
    error: say('ERROR'),
    warn: say('WARN'),
  };
  const journal = powertoolsJournal(logger, new Metrics({ namespace: 'test' }));
  journal.reported({ sessionId: sessionId(), attributed: true, trail: 't', sent: [], held: [] });
  journal.retrying(delivery(), new SessionNotVisibleYetError(''), 60);
  journal.ignored(delivery(), '');
  journal.retrying(delivery(), new DependencyUnavailableError(''), 30);
  journal.deadLettered(delivery(), '');
  return lines;
};

it('the runbook lists what the function logs, in the words and at the level it does', () => {
  const rows = RUNBOOK.split('\n').filter((line) => line.startsWith('| `'));
  expect(rows.map((row) => row.slice(2).split(' | ').slice(0, 2).join(' | '))).toEqual(journalLines());
});
