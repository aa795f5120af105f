import { type Account, openHealthyAccount } from './account';
import { clusterArn, TASK_ROLE } from './names';
import { runDoctor } from './run-doctor';

const START = ['ssm:StartSession'];
const TASKS = 'arn:aws:ecs:eu-central-1:111122223333:task/';
const USER = 'arn:aws:iam::111122223333:user/bob';
const ROLE = 'arn:aws:iam::111122223333:role/operator';
const OF_ECS = 'arn:aws:iam::111122223333:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS';

// Each opens ten servers.
jest.setTimeout(30_000);

describe('whom doctor finds that may open a shell past ECS Exec', () => {
  let account: Account;
  beforeEach(async () => {
    account = await openHealthyAccount();
  });
  afterEach(() => account.close());

  const found = async () => {
    const { findings } = await runDoctor();
    const subjectsOf = (wanted: string) =>
      findings.filter(({ id }) => id === wanted).map(({ subject }) => subject);
    return { allowed: subjectsOf('bypass-allowed'), unclear: subjectsOf('bypass-unclear') };
  };

  it.each([
    ['a role by a policy of its own', ROLE, 'inline', START],
    ['a role by a policy that is attached to it', ROLE, 'managed', START],
    ['a user by a policy of its own', USER, 'inline', START],
    ['a user by a policy that is attached to it', USER, 'managed', START],
    ['a user by the group', USER, 'group', START],
    ['a user who may do everything with Systems Manager', USER, 'inline', ['ssm:*']],
    ['a role that may do everything', ROLE, 'managed', ['*']],
  ] as const)('is %s', async (_, arn, through, actions) => {
    account.iam.grant(arn, actions, TASKS, { through });
    expect((await found()).allowed).toEqual([arn.slice('arn:aws:iam::111122223333:'.length)]);
  });

  it('is a role of a task, too', async () => {
    account.iam.grant(TASK_ROLE, START, TASKS);
    expect((await found()).allowed).toEqual(['role/web-task']);
  });

  it('is nobody whose policies end at other things, and not the role of ECS itself', async () => {
    account.iam.grant(ROLE, START, 'arn:aws:ec2:eu-central-1:111122223333:instance/');
    account.iam.grant(ROLE, ['ssm:StartAutomationExecution'], TASKS);
    account.iam.grant(OF_ECS, START, TASKS);
    expect(await found()).toEqual({ allowed: [], unclear: [] });
    expect(account.iam.asked).not.toContain(OF_ECS);
  });

  it('is nobody whom IAM was not asked about because no policy mentions the action', async () => {
    account.iam.grant(ROLE, ['s3:GetObject'], 'arn:aws:s3:::acme/');
    await found();
    expect(account.iam.asked).not.toContain(ROLE);
  });

  it('may depend on a condition, which is said and not guessed', async () => {
    account.iam.grant(ROLE, START, TASKS, { condition: 'aws:MultiFactorAuthPresent' });
    expect(await found()).toEqual({ allowed: [], unclear: ['role/operator'] });
  });

  it('is told with the clusters in whose tasks shells can be opened', async () => {
    account.serve('staging', 'web', true);
    account.serve('sandbox', 'web', false);
    account.configure('staging');
    account.iam.grant(ROLE, START, `${TASKS}staging/`);
    const { text } = await runDoctor();
    expect(text.replaceAll(/\s+/g, ' ')).toContain(
      `warning role/operator: may ssm:StartSession on tasks of staging, which opens an unrecorded shell fix: an SCP or a policy that denies ssm:StartSession on ${TASKS}staging/*`,
    );
    expect(text).not.toContain(clusterArn('sandbox'));
  });
});
