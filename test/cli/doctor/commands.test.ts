import { execFileSync } from 'node:child_process';
import { type Account, openHealthyAccount } from './account';
import { logTo } from './fault';
import { BUCKET, clusterArn } from './names';
import { type DoctorFinding, runDoctor } from './run-doctor';

/** What a shell hands to the program, word by word. */
const wordsOf = (command: string): readonly string[] =>
  execFileSync('bash', ['--norc', '-c', `aws() { printf '%s\\0' "$@"; }; ${command}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1);

const commandsIn = (findings: readonly DoctorFinding[]) => findings.flatMap(({ command }) => command ?? []);
const linesOf = (text: string) => text.split('\n').map((line) => line.trim());

// Each opens ten servers.
jest.setTimeout(30_000);

describe('a command that doctor shows', () => {
  let account: Account;
  beforeEach(async () => {
    account = await openHealthyAccount();
  });
  afterEach(() => account.close());

  it('is a line of its own, however long, and goes to the region that was looked at', async () => {
    logTo(account, 'acme-logs');
    account.map('Disabled');
    account.s3AndSqs.setVersioning('suspended');
    const { text, findings } = await runDoctor();
    const commands = commandsIn(findings);
    expect(commands).toHaveLength(3);
    expect(Math.max(...commands.map(({ length }) => length))).toBeGreaterThan(100);
    expect(linesOf(text)).toEqual(expect.arrayContaining(commands));
    for (const command of commands) expect(command).toContain(' --region eu-central-1 ');
  });

  it('reaches the program as it is meant, whatever the configuration contains', async () => {
    account.ecs.configureExec(clusterArn('production'), {
      logging: 'OVERRIDE',
      logConfiguration: { cloudWatchLogGroupName: "/ecs/o'hara $(id) `id`" },
    });
    const [command = ''] = commandsIn((await runDoctor()).findings);
    const words = wordsOf(command);
    expect(words.slice(0, -1)).toEqual([
      ...['ecs', 'update-cluster', '--region', 'eu-central-1', '--cluster', 'production', '--configuration'],
    ]);
    expect(JSON.parse(words.at(-1) ?? '')).toMatchObject({
      executeCommandConfiguration: {
        logConfiguration: { cloudWatchLogGroupName: "/ecs/o'hara $(id) `id`", s3BucketName: BUCKET },
      },
    });
  });

  it('is shown for each of three clusters that lack the same, and the rest are counted', async () => {
    for (const name of ['a', 'b', 'c', 'd']) {
      account.ecs.configureExec(clusterArn(name), { logging: 'NONE' });
      account.serve(name, 'web', true);
    }
    const { text, findings } = await runDoctor();
    expect(commandsIn(findings)).toHaveLength(4);
    const shown = linesOf(text).filter((line) => line.startsWith('aws ecs update-cluster'));
    expect(shown.map((line) => /--cluster (\w)/.exec(line)?.[1])).toEqual(['a', 'b', 'c']);
    expect(linesOf(text)).toContain('and 1 more like this; --json has them all');
  });
});
