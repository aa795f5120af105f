import { ECSClient } from '@aws-sdk/client-ecs';
import { taskDescriber } from '../../../lambda/aws/describe-tasks';
import { DependencyUnavailableError } from '../../../lambda/reporter-error';
import type { TaskRef } from '../../../lambda/session/session';
import type { Time } from '../../../lambda/time';
import { type Answer, type Asked, answering, refusal } from './answering';

const time: Time = { signal: new AbortController().signal, leftMs: () => 60_000 };
const arn = (cluster: string, id: string) => `arn:aws:ecs:eu-central-1:111122223333:task/${cluster}/${id}`;
const task = (cluster: string, id: string): TaskRef => ({ cluster, taskArn: arn(cluster, id) });
const describeAll = async (tasks: readonly TaskRef[], answer: (asked: Asked) => Answer) => {
  const { asked, settings } = answering(answer);
  const refused: string[] = [];
  const describer = taskDescriber(new ECSClient(settings), time, ({ message }) => refused.push(message));
  return { services: await describer(tasks), asked, refused };
};
const known = ({ input }: Asked): Answer => ({
  json: { tasks: [input.tasks].flat().map((taskArn) => ({ taskArn, group: 'service:web' })), failures: [] },
});

describe('tasks are described', () => {
  it('in one call a cluster', async () => {
    const { services, asked } = await describeAll([task('a', '1'), task('b', '2'), task('a', '3')], known);
    expect(asked.map(({ input }) => [input.cluster, input.tasks])).toEqual([
      ['a', [arn('a', '1'), arn('a', '3')]],
      ['b', [arn('b', '2')]],
    ]);
    expect([...services.values()]).toMatchObject(Array(3).fill({ kind: 'described' }));
  });

  it('a hundred at a time at the most, each once', async () => {
    const tasks = Array.from({ length: 150 }, (_, id) => task('a', String(id)));
    const { services, asked } = await describeAll([...tasks, ...tasks], known);
    expect(asked.map(({ input }) => [input.tasks].flat().length)).toEqual([100, 50]);
    expect(services.size).toBe(150);
  });

  it('also when the caller typed the id and ECS answers with the ARN', async () => {
    const id = '8a58117dac38436ba5547e9da5d3ac3d';
    const { services } = await describeAll([{ cluster: 'infra-dev', taskArn: id }], () => ({
      json: { tasks: [{ taskArn: arn('infra-dev', id), group: 'service:web' }] },
    }));
    expect(services.get(id)).toMatchObject({ kind: 'described', serviceName: 'web' });
  });

  it('not at all when there is none', async () => {
    expect((await describeAll([], known)).asked).toEqual([]);
  });
});

describe('a task that cannot be described', () => {
  it.each([
    [
      'ECS forgot it',
      { json: { tasks: [], failures: [{ arn: arn('a', '1'), reason: 'MISSING' }] } },
      'no longer knows the task',
    ],
    [
      'its cluster is gone',
      refusal('ClusterNotFoundException', 'Cluster not found.'),
      'its cluster no longer exists',
    ],
    [
      'the role may not',
      refusal('AccessDeniedException', 'not authorized'),
      'ecs:DescribeTasks on the tasks of a',
    ],
  ])('is an answer that says so: %s', async (_, answer, note) => {
    const { services } = await describeAll([task('a', '1')], () => answer);
    expect(services.get(arn('a', '1'))).toMatchObject({
      kind: 'undescribed',
      note: expect.stringContaining(note),
    });
  });

  it('that the role may not describe does not spoil the others of its cluster, and is said', async () => {
    const denied = refusal('AccessDeniedException', 'not authorized on that task');
    const { services, refused } = await describeAll(
      [task('a', '1'), task('a', '2'), task('a', '3')],
      (asked) => ([asked.input.tasks].flat().includes(arn('a', '2')) ? denied : known(asked)),
    );
    expect(services.get(arn('a', '1'))).toMatchObject({ kind: 'described' });
    expect(services.get(arn('a', '2'))).toMatchObject({ kind: 'undescribed' });
    expect(services.get(arn('a', '3'))).toMatchObject({ kind: 'described' });
    expect(refused).toEqual([expect.stringContaining('not authorized on that task')]);
  });

  it.each([
    ['is throttled', refusal('ThrottlingException', 'Rate exceeded')],
    ['is down', refusal('ServerException', 'try again', 500)],
  ])('because ECS %s is described later, and those of other clusters now', async (_, answer) => {
    const { services } = await describeAll([task('a', '1'), task('b', '1')], (asked) =>
      asked.input.cluster === 'a' ? answer : known(asked),
    );
    expect(services.get(arn('a', '1'))).toBeInstanceOf(DependencyUnavailableError);
    expect(services.get(arn('b', '1'))).toMatchObject({ kind: 'described' });
  });
});
