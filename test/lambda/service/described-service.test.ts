import { describedService } from '../../../lambda/service/described-service';
import { TASK_ARN } from '../records';

const asked = { taskArn: 'asked', cluster: 'production' };
const TASK = {
  taskArn: TASK_ARN,
  clusterArn: 'arn:aws:ecs:eu-central-1:111122223333:cluster/production',
  taskDefinitionArn: 'arn:aws:ecs:eu-central-1:111122223333:task-definition/web:7',
  group: 'service:web',
  launchType: 'FARGATE',
  startedBy: 'ecs-svc/1234',
  availabilityZone: 'eu-central-1a',
  stoppedAt: new Date('2026-07-31T13:00:00Z'),
  containers: [{ name: 'app', image: 'app:1', imageDigest: 'sha256:ab', runtimeId: 'x' }],
};
const NOTHING = {
  kind: 'described',
  serviceName: null,
  group: null,
  taskArn: 'asked',
  clusterArn: null,
  taskDefinitionArn: null,
  launchType: null,
  startedBy: null,
  availabilityZone: null,
  stoppedAt: null,
  containers: [],
};

describe('a task that ECS describes', () => {
  it('names its service, and what it runs', () => {
    expect(describedService(TASK, asked)).toEqual({
      ...TASK,
      kind: 'described',
      serviceName: 'web',
      containers: [{ name: 'app', image: 'app:1', imageDigest: 'sha256:ab' }],
      record: TASK,
    });
  });

  it.each([
    ['a stand-alone task', { group: 'family:web' }],
    ['a group that the caller chose', { group: 'my service:web' }],
    ['a task that says it was started by a service', { group: 'x', startedBy: 'service:web' }],
    ['no group', { group: undefined }],
  ])('has no service: %s', (_, changes) => {
    expect(describedService({ ...TASK, ...changes }, asked).serviceName).toBeNull();
  });

  it('says nothing of what it does not know, and is the task that was asked for', () => {
    expect(describedService({}, asked)).toEqual({ ...NOTHING, record: {} });
    const odd = Object.fromEntries(Object.keys(TASK).map((name) => [name, 7]));
    expect(describedService(odd, asked)).toEqual({ ...NOTHING, record: odd });
  });

  it('knows containers without an image, and none where one has no name', () => {
    const containers = (...each: readonly object[]) =>
      describedService({ ...TASK, containers: each }, asked).containers;
    expect(containers({ name: 'app' })).toEqual([{ name: 'app', image: null, imageDigest: null }]);
    expect(containers({ name: 'app' }, {})).toEqual([]);
  });

  it('leaves out of its record what may hold secrets', () => {
    const secret = { overrides: 'hunter2', attachments: ['hunter2'], tags: [{ key: 'hunter2' }] };
    expect(describedService({ ...TASK, ...secret }, asked).record).toEqual(TASK);
  });
});
