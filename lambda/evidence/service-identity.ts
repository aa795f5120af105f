import type { DescribedService, Service, UndescribedService } from '../service/service';
import type { Statement } from './attestation';
import { truncate } from './truncate';

const describedData = (service: DescribedService, containerName: string | null) => {
  // A caller need not name the container of a task that has only one.
  const only = service.containers.length === 1 ? service.containers[0] : undefined;
  const container =
    service.containers.find(({ name }) => name === containerName) ??
    (containerName === null ? only : undefined);
  return {
    service_name: service.serviceName,
    group: service.group,
    cluster_arn: service.clusterArn,
    task_arn: service.taskArn,
    task_definition_arn: service.taskDefinitionArn,
    container_name: containerName ?? container?.name ?? null,
    image: container?.image ?? null,
    image_digest: container?.imageDigest ?? null,
    launch_type: service.launchType,
    started_by: service.startedBy,
    availability_zone: service.availabilityZone,
  };
};

/** A field of a described task has to say here what it is of one that could not be described. */
type ServiceData = Readonly<Record<keyof ReturnType<typeof describedData>, string | null>>;

const undescribedData = ({ task }: UndescribedService, containerName: string | null): ServiceData => ({
  service_name: null,
  group: null,
  cluster_arn: task?.cluster.startsWith('arn:') ? task.cluster : null,
  task_arn: task?.taskArn ?? null,
  task_definition_arn: null,
  container_name: containerName,
  image: null,
  image_digest: null,
  launch_type: null,
  started_by: null,
  availability_zone: null,
});

const whereOf = (service: DescribedService): string =>
  service.serviceName === null
    ? `a stand-alone task (${service.group ?? 'no group'})`
    : `service ${service.serviceName}`;

/** Which ECS service the session took place in. */
export const serviceIdentity = (service: Service, containerName: string | null): Statement =>
  service.kind === 'described'
    ? {
        name: 'service-identity',
        compliant: true,
        description: `Opened in ${whereOf(service)}, task ${service.taskArn}.`,
        userData: describedData(service, containerName),
        attachment: { filename: 'task.json', text: JSON.stringify(service.record, null, 2) },
      }
    : {
        name: 'service-identity',
        compliant: false,
        description: `The task could not be described: ${service.note}.`,
        userData: { ...undescribedData(service, containerName), reason: truncate(service.note) },
        attachment: null,
      };
