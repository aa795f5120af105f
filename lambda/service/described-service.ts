import * as v from 'valibot';
import { lenientObject, textOrNull } from '../lenient';
import type { TaskRef } from '../session/session';
import type { DescribedService } from './service';

const containers = v.fallback(
  v.array(v.object({ name: v.string(), image: textOrNull, imageDigest: textOrNull })),
  [],
);

const DescribedTask = lenientObject({
  taskArn: textOrNull,
  clusterArn: textOrNull,
  taskDefinitionArn: textOrNull,
  group: textOrNull,
  launchType: textOrNull,
  startedBy: textOrNull,
  availabilityZone: textOrNull,
  stoppedAt: v.fallback(v.nullable(v.date()), null),
  containers,
});

const SERVICE_GROUP = 'service:';

// Environment overrides, network details and tags may contain secrets, and none of them identifies the service.
const OMITTED = ['overrides', 'attachments', 'tags'];
const withoutSecrets = (task: object): unknown =>
  Object.fromEntries(Object.entries(task).filter(([field]) => !OMITTED.includes(field)));

/**
 * The service of a task from ECS's DescribeTasks. It is read from `group`, which ECS lets only a service begin with
 * `service:`; `startedBy` is free text from the caller for a stand-alone task, and proves nothing.
 */
export const describedService = (task: object, asked: TaskRef): DescribedService => {
  const { taskArn, group, ...known } = v.parse(DescribedTask, task);
  return {
    kind: 'described',
    serviceName: group?.startsWith(SERVICE_GROUP) ? group.slice(SERVICE_GROUP.length) : null,
    group,
    taskArn: taskArn ?? asked.taskArn,
    ...known,
    record: withoutSecrets(task),
  };
};
