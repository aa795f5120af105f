import { differencesAt } from '../differences';
import { eventBusIn } from './aws/event-bus';
import type { Deployed } from './terraform/deployed';

const PREFIX = 'ecs-exec-evidence-';

/** Its target is tried with a transcript. */
const TRANSCRIPTS = `${PREFIX}transcripts`;

/** What each rule sends: bodies, or null for the event. Names without the prefix. */
const SENT: Readonly<Record<string, readonly unknown[]>> = {
  'execute-command': [null],
  'start-session': [null],
  reconcile: [{ kind: 'reconcile' }],
  'reconcile-daily': [{ kind: 'completeness' }, { kind: 'reconcile', daily: true }],
};

/**
 * Checks that these rules are there, besides one that announces transcripts, that they are turned on, and send to the queue
 * the function is called from.
 *
 * @param names without the prefix
 * @returns how many there are, in words
 */
export const checkRules = async (
  awsUrl: string,
  region: string,
  { mapping }: Deployed,
  names: readonly string[],
): Promise<string> => {
  const queue = mapping.event_source_arn;
  const all = await eventBusIn(awsUrl, region).rules();
  const rules = all.filter(({ Name }) => Name !== TRANSCRIPTS);
  const found = Object.fromEntries(
    rules.map(({ Name, State, targets }) => [
      Name,
      {
        State,
        targets: targets
          .map(({ Arn, Input, DeadLetterConfig }) => ({
            to: Arn,
            or: DeadLetterConfig.Arn,
            body: Input === undefined ? null : JSON.parse(Input),
          }))
          .sort((one, other) => JSON.stringify(one).localeCompare(JSON.stringify(other))),
      },
    ]),
  );
  const expected = Object.fromEntries(
    names.map((name) => [
      `${PREFIX}${name}`,
      {
        State: 'ENABLED',
        targets: (SENT[name] ?? []).map((body) => ({ to: queue, or: `${queue}-dead-letters`, body })),
      },
    ]),
  );
  const differences = differencesAt('rules', expected, found);
  if (differences.length > 0) throw new Error(differences.join('\n'));
  const targets = rules.flatMap((rule) => rule.targets);
  return `${rules.length} rules, ${targets.length} targets`;
};
