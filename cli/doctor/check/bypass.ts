import { groupBy } from '../../../lambda/group-by';
import { principalIdOf } from '../../../lambda/session/trail-name';
import { type Finding, findingKinds } from '../finding';
import { listed } from '../listed';
import type { Facts } from '../look/facts';
import type { Deed, RoleLook } from '../look/roles';
import { shellsIn } from '../shells';
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
  'bypass-looked': [
    'ok',
    '{looked} roles and users looked at; IAM was asked what the {asked} may that opened sessions lately or have a policy with ssm:StartSession',
  ],
  'bypass-denied': ['ok', 'may not ssm:StartSession on tasks'],
  'bypass-allowed': [
    'warning',
    'may ssm:StartSession on tasks of {clusters}, which opens an unrecorded shell',
    DENY,
  ],
  'bypass-unclear': [
    'note',
    'IAM did not say whether it may ssm:StartSession on tasks of {clusters}, for example because of a condition',
    null,
    'aws iam simulate-principal-policy --action-names ssm:StartSession --policy-source-arn {suspect} --resource-arns {task}',
  ],
  'bypass-not-asked': [
    'note',
    'not looked at: {left} more roles and users that may have a policy to call ssm:StartSession',
    null,
    'aws iam simulate-principal-policy --action-names ssm:StartSession --policy-source-arn ROLE --resource-arns {task}',
  ],
  'bypass-not-listed': ['note', 'not looked at: roles and users after the first {looked} of the account'],
  'bypass-nowhere': ['ok', 'no task has ECS Exec on, so ssm:StartSession opens no shell in one'],
  'bypass-older': [
    'note',
    'not looked at: StartSession calls before the newest {read}',
    'the function reports them, where it is deployed',
  ],
});

const MAX_NAMES = 3;

const tasksOf = (task: string): string => task.replace(/[^/]*$/, '*');
/** Of any cluster of the region. */
const everyTask = ([one]: readonly Deed[]): string => one?.resource.replace(/:task\/.*$/, ':task/*/') ?? '*';

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

const clustersOf = (deeds: readonly Deed[]): string => {
  const names = deeds.map(({ resource }) => resource.split('/').at(-2) ?? resource);
  return listed(names, MAX_NAMES);
};

const verdictOn = (suspect: string, deeds: readonly Deed[], looked: RoleLook): readonly Finding[] => {
  const subject = shortArn(suspect);
  if ('unseen' in looked) return unseenOf(BYPASS.about, subject, looked);
  const { seen: verdict } = looked;
  // A role that was deleted since.
  if (verdict === null) return [];
  const allowed = deeds.filter((deed) => verdict(deed) === true);
  if (allowed.length > 0) {
    const tasks = tasksOf(allowed.length === 1 ? (allowed[0]?.resource ?? '') : everyTask(allowed));
    return [BYPASS.tell('bypass-allowed', subject, { clusters: clustersOf(allowed), tasks })];
  }
  const [unclear, ...others] = deeds.filter((deed) => verdict(deed) === null);
  if (unclear === undefined) return [BYPASS.tell('bypass-denied', subject)];
  const clusters = clustersOf([unclear, ...others]);
  return [BYPASS.tell('bypass-unclear', subject, { clusters, suspect, task: unclear.resource })];
};

const permitted = ({ suspects, roles, principals, clusters, plan }: Facts): readonly Finding[] => {
  const { region } = plan;
  if ('unseen' in clusters) return [];
  if (clusters.seen.every((cluster) => shellsIn(cluster).length === 0))
    return [BYPASS.tell('bypass-nowhere', region)];
  const verdicts = [...suspects].flatMap(([suspect, deeds]) => {
    const looked = roles.get(suspect);
    return looked === undefined ? [] : verdictOn(suspect, deeds, looked);
  });
  if ('unseen' in principals) return [...verdicts, ...unseenOf(BYPASS.about, region, principals)];
  const { looked, more, candidates } = principals.seen;
  const left = candidates.filter((arn) => !suspects.has(arn)).length;
  const task = [...suspects.values()][0]?.[0]?.resource ?? '';
  return [
    BYPASS.tell('bypass-looked', region, { looked, asked: suspects.size }),
    ...verdicts,
    ...(left > 0 ? [BYPASS.tell('bypass-not-asked', region, { left, task })] : []),
    ...(more ? [BYPASS.tell('bypass-not-listed', region, { looked })] : []),
  ];
};

/** Whether shells are, or can be, opened past ECS Exec and its logging. */
export const checkBypass = (facts: Facts): readonly Finding[] => [...happened(facts), ...permitted(facts)];
