import type { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { powertoolsJournal } from '../../lambda/powertools-journal';
import { NOTHING_YET } from '../../lambda/reconcile/tally';
import {
  DependencyUnavailableError,
  SessionNotVisibleYetError,
  SetupError,
} from '../../lambda/reporter-error';
import { delivery } from '../lambda/records';
import { stackOf } from '../stacks/synthesise';
import { pageAt, table } from './pages';

const RUNBOOK = 'docs/runbook.md';

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
  journal.reported({ subject: 's', attributed: true, trail: 't', sent: [], held: [] });
  journal.reconciled(NOTHING_YET, false);
  journal.retrying(delivery(), new SessionNotVisibleYetError(''), 60);
  journal.ignored(delivery(), '');
  journal.retrying(delivery(), new DependencyUnavailableError(''), 30);
  journal.deadLettered(delivery(), '');
  journal.refused(new SetupError('ecs:DescribeTasks'));
  return lines;
};

it('the runbook lists what the function logs, in the words and at the level it does', () => {
  const rows = table(RUNBOOK, '## What the log says');
  expect(rows.map((row) => row.slice(0, 2).join(' | '))).toEqual(journalLines());
});

it('the runbook has a section for each alarm, which says what it means, where to look and what to do', () => {
  const alarms = Object.values(stackOf({}).resource.aws_cloudwatch_metric_alarm ?? {});
  const [, section = ''] = pageAt(RUNBOOK).split('\n## When an alarm wakes you\n');
  const [, ...sections] = (section.split('\n## ')[0] ?? '').split('\n### ');
  const names = sections.map((each) => each.split('\n')[0]);
  expect(names.toSorted()).toEqual(
    alarms.map(({ alarm_name: name }) => String(name).replace('${var.name_prefix}-', '')).toSorted(),
  );
  for (const { alarm_name: name, alarm_description: text } of alarms)
    expect([name, /Runbook: docs\/runbook\.md#([\w-]+)$/.exec(String(text))?.[1]]).toEqual([
      name,
      names.find((section) => String(name).endsWith(`-${section}`)),
    ]);
  for (const each of sections) {
    expect(each).toMatch(/\*\*It means\*\*.*\*\*Look\*\*.*```sh\n.*\*\*Do\*\*/s);
  }
});
