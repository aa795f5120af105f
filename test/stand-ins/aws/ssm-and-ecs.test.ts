import {
  type ClusterField,
  DescribeClustersCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ECSClient,
} from '@aws-sdk/client-ecs';
import { DescribeSessionsCommand, GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { type Ecs, openEcs } from '../../../stand-ins/aws/ecs';
import { openSystemsManager, type SystemsManager } from '../../../stand-ins/aws/ssm';
import { at, refusalOf } from './clients';

describe("Systems Manager's stand-in", () => {
  let ssm: SystemsManager;
  let client: SSMClient;
  beforeEach(async () => {
    ssm = await openSystemsManager();
    client = new SSMClient(at(ssm.url));
  });
  afterEach(() => ssm.close());

  const parameter = async (WithDecryption?: boolean) => {
    const { Parameter } = await client.send(
      new GetParameterCommand({ Name: 'kosli_api_token', WithDecryption }),
    );
    return Parameter?.Value;
  };

  it('gives a SecureString in the clear only when asked to decrypt it', async () => {
    ssm.putSecret('kosli_api_token', 'sesame');
    expect(await parameter(true)).toBe('sesame');
    expect(await parameter()).not.toContain('sesame');
  });

  it('says when there is no such parameter', async () => {
    expect(await refusalOf(parameter(true))).toBe('ParameterNotFound');
  });

  it('remembers an ended session by its id, and no other', async () => {
    const session = { SessionId: 'ecs-execute-command-1', Target: 'ecs:a_b_c', StartDate: 10, EndDate: 20 };
    ssm.endSession(session);
    const ask = (value: string) =>
      client.send(new DescribeSessionsCommand({ State: 'History', Filters: [{ key: 'SessionId', value }] }));
    expect((await ask('ecs-execute-command-1')).Sessions).toMatchObject([
      { Target: 'ecs:a_b_c', StartDate: new Date(10_000), EndDate: new Date(20_000) },
    ]);
    expect((await ask('ecs-execute-command-2')).Sessions).toEqual([]);
  });

  it('shows a session as active until it ends, and only then in the history', async () => {
    const session = { SessionId: 'ecs-execute-command-1', Target: 'ecs:a_b_c', StartDate: 10 };
    const states = async () => {
      const Filters = [{ key: 'SessionId', value: session.SessionId } as const];
      const counts = [];
      for (const State of ['Active', 'History'] as const) {
        const { Sessions } = await client.send(new DescribeSessionsCommand({ State, Filters }));
        counts.push(Sessions?.length);
      }
      return counts;
    };
    ssm.openSession(session);
    expect(await states()).toEqual([1, 0]);
    ssm.endSession({ ...session, EndDate: 20 });
    expect(await states()).toEqual([0, 1]);
  });
});

describe("ECS's stand-in", () => {
  const clusterArn = 'arn:aws:ecs:eu-central-1:111122223333:cluster/infra-dev';
  const taskArn = 'arn:aws:ecs:eu-central-1:111122223333:task/infra-dev/8a58';
  let ecs: Ecs;
  let client: ECSClient;
  beforeEach(async () => {
    ecs = await openEcs();
    client = new ECSClient(at(ecs.url));
    ecs.run({ taskArn, clusterArn, group: 'service:web' });
  });
  afterEach(() => ecs.close());

  const describeTasks = (tasks: string[], cluster?: string) =>
    client.send(new DescribeTasksCommand({ cluster, tasks }));

  it('describes a task by ARN or id, in a cluster by ARN or name', async () => {
    for (const cluster of [clusterArn, 'infra-dev']) {
      for (const task of [taskArn, '8a58']) {
        expect((await describeTasks([task], cluster)).tasks).toMatchObject([
          { taskArn, group: 'service:web' },
        ]);
      }
    }
  });

  it('answers MISSING for a task it forgot, which is not an error', async () => {
    ecs.forget(taskArn);
    expect(await describeTasks([taskArn], 'infra-dev')).toMatchObject({
      tasks: [],
      failures: [{ arn: taskArn, reason: 'MISSING' }],
    });
  });

  it('refuses a cluster it does not know, the default one included, and a hundred and one tasks', async () => {
    expect(await refusalOf(describeTasks([taskArn], 'other'))).toBe('ClusterNotFoundException');
    expect(await refusalOf(describeTasks([taskArn]))).toBe('ClusterNotFoundException');
    const many = Array.from({ length: 101 }, (_, task) => `${taskArn}${task}`);
    expect(await refusalOf(describeTasks(many, 'infra-dev'))).toBe('InvalidParameterException');
  });

  const describeClusters = (clusters: string[], include: ClusterField[] = ['CONFIGURATIONS']) =>
    client.send(new DescribeClustersCommand({ clusters, include }));

  it('shows how a cluster logs ECS Exec only when asked for its configuration, and what it never heard of as missing', async () => {
    ecs.configureExec(clusterArn, { logging: 'NONE' });
    expect(await describeClusters(['infra-dev', 'other'])).toMatchObject({
      clusters: [{ clusterArn, configuration: { executeCommandConfiguration: { logging: 'NONE' } } }],
      failures: [{ arn: 'arn:aws:ecs:eu-central-1:111122223333:cluster/other', reason: 'MISSING' }],
    });
    const [described] = (await describeClusters([clusterArn], [])).clusters ?? [];
    expect(described).not.toHaveProperty('configuration');
  });

  it('refuses a hundred and one clusters, and a task definition it does not know', async () => {
    const many = Array.from({ length: 101 }, (_, cluster) => `cluster-${cluster}`);
    expect(await refusalOf(describeClusters(many))).toBe('InvalidParameterException');
    const unknown = client.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'web:1' }));
    expect(await refusalOf(unknown)).toBe('ClientException');
  });
});
