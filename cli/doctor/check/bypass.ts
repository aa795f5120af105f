import { groupBy } from '../../../lambda/group-by';
import { principalIdOf } from '../../../lambda/session/trail-name';
import { type Finding, findingKinds } from '../finding';
import type { Facts } from '../look/facts';
import { shortArn } from '../short-arn';
import { unseenOf } from './unseen';

const DENY =
  'an SCP or a policy that denies ssm:StartSession on {tasks}; ECS Exec does not need it (runbook: session-bypass)';

export const BYPASS = findingKinds('past ECS Exec', {
  'bypass-none': [
    'ok',
    'nobody opened a shell in a task with ssm:StartSession ({read} calls of event history)',
  ],
  'bypass-happened': [
    'warning',
    '{who} opened a shell in a task with ssm:StartSession, unrecorded, {count} times; last {at}',
    DENY,
  ],
  'bypass-denied': ['ok', 'may not ssm:StartSession on the task it opened a session in'],
  'bypass-allowed': ['warning', 'may ssm:StartSession on tasks, which opens an unrecorded shell', DENY],
  'bypass-unclear': [
    'note',
    'IAM did not say whether it may ssm:StartSession on tasks',
    null,
    'aws iam simulate-principal-policy --policy-source-arn {caller} --action-names ssm:StartSession --resource-arns {tasks}',
  ],
  'bypass-not-looked': [
    'note',
    'not looked at: who may ssm:StartSession on tasks, besides the {count} that opened the newest sessions',
    'aws iam simulate-principal-policy --action-names ssm:StartSession --policy-source-arn ROLE --resource-arns TASK',
  ],
  'bypass-older': [
    'note',
    'not looked at: StartSession calls before the newest {read}',
    'the function reports them, where it is deployed',
  ],
});

const tasksOf = (task: string): string => task.replace(/[^/]*$/, '*');

const happened = ({ bypasses, plan }: Facts): readonly Finding[] => {
  if ('unseen' in bypasses) return unseenOf(BYPASS.about, plan.region, bypasses);
  const { calls, read, more } = bypasses.seen;
  const byWhom = groupBy(calls, ({ principal }) =>
    shortArn(principal.arn ?? principalIdOf(principal) ?? 'somebody'),
  );
  return [
    ...(calls.length === 0 ? [BYPASS.tell('bypass-none', plan.region, { read })] : []),
    ...[...byWhom].map(([who, [newest, ...others]]) =>
      BYPASS.tell('bypass-happened', plan.region, {
        who,
        count: 1 + others.length,
        at: newest?.calledAt.toISOString() ?? '',
        tasks: tasksOf(newest?.task?.taskArn ?? '*'),
      }),
    ),
    ...(more ? [BYPASS.tell('bypass-older', plan.region, { read })] : []),
  ];
};

const permitted = ({ callers, roles }: Facts): readonly Finding[] =>
  [...callers].flatMap(([caller, deed]) => {
    const looked = roles.get(caller);
    if (looked === undefined) return [];
    const subject = shortArn(caller);
    if ('unseen' in looked) return unseenOf(BYPASS.about, subject, looked);
    // A role that was deleted since.
    if (looked.seen === null) return [];
    const tasks = tasksOf(deed.resource);
    const verdict = looked.seen(deed);
    if (verdict === null) return [BYPASS.tell('bypass-unclear', subject, { caller, tasks })];
    return [
      verdict ? BYPASS.tell('bypass-allowed', subject, { tasks }) : BYPASS.tell('bypass-denied', subject),
    ];
  });

/** Whether shells are, or can be, opened past ECS Exec and its logging. */
export const checkBypass = (facts: Facts): readonly Finding[] => {
  const { region } = facts.plan;
  return [
    ...happened(facts),
    ...permitted(facts),
    BYPASS.tell('bypass-not-looked', region, { count: facts.callers.size }),
  ];
};
