import { CLUSTER_ARN, TASK_ARN, TASK_ID } from './execute-command';

/** A task of a service, as ECS describes it while it runs. */
export const serviceTask = (taskArn: string = TASK_ARN) => ({
  taskArn,
  clusterArn: CLUSTER_ARN,
  taskDefinitionArn: 'arn:aws:ecs:eu-central-1:111122223333:task-definition/checkout:42',
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
      containerArn: `arn:aws:ecs:eu-central-1:111122223333:container/production/${TASK_ID}/43ba4b77-37f7-4a41-b923-69d4ab000000`,
      taskArn,
      name: 'app',
      image: '111122223333.dkr.ecr.eu-central-1.amazonaws.com/checkout:2026.7.31',
      imageDigest: 'sha256:4b3c8a0f7d2e5b6a9c1f0e8d7c6b5a4938271605f4e3d2c1b0a9f8e7d6c5b4a3',
      runtimeId: `${TASK_ID}-1527056392`,
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
