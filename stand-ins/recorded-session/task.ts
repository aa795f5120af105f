import { ACCOUNT_ID, REGION } from '../account';
import { CLUSTER_ARN, CONTAINER_ARN, RUNTIME_ID, TASK_ARN } from './session';

/** A task of a service, as ECS describes it while it runs. */
export const serviceTask = (taskArn: string = TASK_ARN) => ({
  taskArn,
  clusterArn: CLUSTER_ARN,
  taskDefinitionArn: `arn:aws:ecs:${REGION}:${ACCOUNT_ID}:task-definition/checkout:42`,
  group: 'service:checkout',
  startedBy: 'ecs-svc/4827365910284756391',
  launchType: 'FARGATE',
  platformVersion: '1.4.0',
  platformFamily: 'Linux',
  availabilityZone: 'eu-central-1b',
  lastStatus: 'RUNNING',
  desiredStatus: 'RUNNING',
  enableExecuteCommand: true,
  cpu: '512',
  memory: '1024',
  version: 5,
  containers: [
    {
      containerArn: CONTAINER_ARN,
      taskArn,
      name: 'app',
      image: `${ACCOUNT_ID}.dkr.ecr.${REGION}.amazonaws.com/checkout:2026.7.31`,
      imageDigest: 'sha256:4b3c8a0f7d2e5b6a9c1f0e8d7c6b5a4938271605f4e3d2c1b0a9f8e7d6c5b4a3',
      runtimeId: RUNTIME_ID,
      lastStatus: 'RUNNING',
      managedAgents: [{ name: 'ExecuteCommandAgent', lastStatus: 'RUNNING' }],
    },
  ],
  // Both may hold secrets.
  overrides: {
    containerOverrides: [{ name: 'app', environment: [{ name: 'DB_PASSWORD', value: 'hunter2' }] }],
  },
  attachments: [{ id: 'eni', type: 'ElasticNetworkInterface', status: 'ATTACHED', details: [] }],
  tags: [],
});
