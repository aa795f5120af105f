import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { COMMANDS } from '../../cli/commands';
import { PROJECT, pageAt } from './pages';

/** The clients' calls whose permission has another name: https://docs.aws.amazon.com/service-authorization/latest/reference/ */
const PERMISSIONS: Readonly<Record<string, readonly string[]>> = {
  's3:HeadBucket': ['s3:ListBucket'],
  's3:ListObjectsV2': ['s3:ListBucket'],
  's3:HeadObject': ['s3:GetObject'],
  'sqs:SendMessageBatch': ['sqs:SendMessage'],
  'sqs:ChangeMessageVisibilityBatch': ['sqs:ChangeMessageVisibility'],
  'sqs:DeleteMessageBatch': ['sqs:DeleteMessage'],
  's3:GetBucketEncryption': ['s3:GetEncryptionConfiguration'],
  's3:GetBucketNotificationConfiguration': ['s3:GetBucketNotification'],
};
const SERVICES: Readonly<Record<string, string>> = { eventbridge: 'events' };

const STATIC = /^(?:import|export) (?!type )([^;]*?) ?from '([^']+)';/gms;
const DYNAMIC = /^ *const (\{[^}]*\}) = await import\('([^']+)'\)/gm;

const importsOf = (path: string) =>
  [STATIC, DYNAMIC].flatMap((form) =>
    [...readFileSync(path, 'utf8').matchAll(form)].map(([, names = '', from = '']) => ({ names, from })),
  );

/** A module and all that it loads, by path. */
const modulesOf = (path: string, found = new Set<string>()): ReadonlySet<string> => {
  if (found.has(path)) return found;
  found.add(path);
  for (const { from } of importsOf(path)) {
    if (!from.startsWith('.')) continue;
    const target = join(dirname(path), from);
    modulesOf(existsSync(`${target}.ts`) ? `${target}.ts` : join(target, 'index.ts'), found);
  }
  return found;
};

const callsIn = (path: string): readonly string[] =>
  importsOf(path).flatMap(({ names, from }) => {
    const [, client] = /^@aws-sdk\/client-(\w+)$/.exec(from) ?? [];
    if (client === undefined) return [];
    return [...names.matchAll(/(?<!type )\b(\w+)Command\b/g)].map(
      ([, call = '']) => `${SERVICES[client] ?? client}:${call}`,
    );
  });

/** What a command may call, by the clients' commands that its modules load. */
const permissionsOf = (command: string): readonly string[] => [
  ...new Set(
    [...modulesOf(join(PROJECT, `cli/commands/${command}.ts`))]
      .flatMap(callsIn)
      .flatMap((call) => PERMISSIONS[call] ?? [call]),
  ),
];

/** Permissions that are needed with a call, and are no call of a client: keys, versions, and to be told that an object is not there. */
const BESIDES = ['kms:Decrypt', 'kms:GenerateDataKey', 's3:GetObjectVersion', 's3:ListBucket'];

/** What the modules of a command load along with what it shares with other commands, and the command never calls. */
const NOT_CALLED: Readonly<Record<string, readonly string[]>> = {
  sessions: ['ecs:DescribeClusters', 's3:GetObject', 'sqs:SendMessage'],
  show: ['ecs:DescribeClusters', 'sqs:SendMessage'],
  replay: ['ecs:DescribeTasks'],
  reconcile: [
    'cloudtrail:LookupEvents',
    'ecs:DescribeClusters',
    'ecs:DescribeTasks',
    's3:GetObject',
    'ssm:DescribeSessions',
  ],
};

const sectionOf = (heading: string): string =>
  pageAt('docs/commands.md').split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
const permissionsIn = (text: string): readonly string[] =>
  [...text.matchAll(/`([a-z0-9]+:[A-Z]\w+)`/g)].map(([, permission = '']) => permission);
const sorted = (permissions: Iterable<string>): readonly string[] => [...new Set(permissions)].sort();

const ASKING = COMMANDS.map(({ usage }) => usage.split(' ')[0] ?? '').filter(
  (command) => command !== 'check-plan' && command !== 'doctor',
);

describe('the permissions that docs/commands.md lists', () => {
  it.each(ASKING)('for %s are those of the calls it may make, and no others', (command) => {
    const documented = [
      ...permissionsIn(sectionOf('All commands')),
      ...permissionsIn(sectionOf(command).split('**Permissions**')[1] ?? ''),
    ];
    const called = permissionsOf(command).filter((one) => !NOT_CALLED[command]?.includes(one));
    const withoutBesides = (all: readonly string[]) => all.filter((one) => !BESIDES.includes(one));
    expect(sorted(withoutBesides(documented))).toEqual(sorted(withoutBesides(called)));
  });

  it.each(Object.entries(NOT_CALLED))('of %s leave out only what its modules load', (command, left) => {
    expect(permissionsOf(command)).toEqual(expect.arrayContaining([...left]));
  });

  it('are none for check-plan, which calls nobody', () => {
    expect(permissionsOf('check-plan')).toEqual([]);
    expect(sectionOf('check-plan')).toContain('**Permissions**: none');
  });
});

it('the policy of docs/doctor.md allows the calls that doctor makes, and no others', () => {
  const [, policy = ''] = /```json\n(.*?)\n```/s.exec(pageAt('docs/doctor.md')) ?? [];
  const { Statement } = JSON.parse(policy);
  const allowed = Statement.flatMap(({ Action }: { readonly Action: readonly string[] }) => Action);
  expect(allowed).toEqual(sorted(permissionsOf('doctor')));
});
