import { type Account, openHealthyAccount } from './account';
import { CHANNEL, clusterArn } from './names';
import { runDoctor } from './run-doctor';

const ROLE = 'arn:aws:iam::111122223333:role/migrate';

// Each opens ten servers.
jest.setTimeout(30_000);

describe('a running task that belongs to no service', () => {
  let account: Account;
  beforeEach(async () => {
    account = await openHealthyAccount();
    account.iam.grant(ROLE, CHANNEL, '*');
  });
  afterEach(() => account.close());

  const denied = async () =>
    (await runDoctor()).findings
      .filter(({ id }) => id === 'role-upload-denied')
      .map(({ subject }) => subject);

  it('has to be allowed to upload, if it has ECS Exec on', async () => {
    account.register('migrate', ROLE);
    account.run('migrate', { enableExecuteCommand: false });
    expect(await denied()).toEqual([]);
    account.run('migrate');
    expect(await denied()).toEqual(['role/migrate']);
  });

  it('may have been started with another role than that of its task definition', async () => {
    account.run('web', { overrides: { taskRoleArn: ROLE } });
    expect(await denied()).toEqual(['role/migrate']);
  });

  it('makes a cluster that logs nothing an error, which without it is a note', async () => {
    account.serve('production', 'web', false);
    account.ecs.configureExec(clusterArn('production'), { logging: 'NONE' });
    expect((await runDoctor()).text).not.toMatch(/^ {2}error/m);
    account.run('web');
    expect((await runDoctor()).text).toMatch(/^ {2}error +production: logging of ECS Exec is NONE/m);
  });

  it('is not overlooked behind the hundred that a call lists', async () => {
    for (let index = 0; index < 250; index += 1) account.run('web', { enableExecuteCommand: false });
    account.register('migrate', ROLE);
    account.run('migrate');
    expect(await denied()).toEqual(['role/migrate']);
  });
});
