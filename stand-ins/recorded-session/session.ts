import { ACCOUNT_ID, REGION } from '../account';

/** The id of the recorded session, in the newer of the two forms session ids have. */
export const SESSION_ID = 'ecs-execute-command-s9y89par6quf78pcbnoko32g28';

const CLUSTER = 'production';
export const CLUSTER_ARN = `arn:aws:ecs:${REGION}:${ACCOUNT_ID}:cluster/${CLUSTER}`;
export const TASK_ID = '8a58117dac38436ba5547e9da5d3ac3d';
export const TASK_ARN = `arn:aws:ecs:${REGION}:${ACCOUNT_ID}:task/${CLUSTER}/${TASK_ID}`;
export const CONTAINER_ARN = `arn:aws:ecs:${REGION}:${ACCOUNT_ID}:container/${CLUSTER}/${TASK_ID}/43ba4b77-37f7-4a41-b923-69d4ab000000`;
const runtimeId = (taskId: string): string => `${taskId}-1527056392`;
export const RUNTIME_ID = runtimeId(TASK_ID);

/** What Systems Manager calls the container of a task: `ecs:<cluster>_<task id>_<runtime id>`. */
export const sessionTarget = (cluster: string, taskId: string): string =>
  `ecs:${cluster}_${taskId}_${runtimeId(taskId)}`;
export const SESSION_TARGET = sessionTarget(CLUSTER, TASK_ID);

/** What CloudTrail must not hand on: whoever has these can join the session while it is open. */
export const STREAM_URL = `wss://ssmmessages.${REGION}.amazonaws.com/v1/data-channel/stream-url-of-the-session?role=publish_subscribe`;
export const TOKEN_VALUE = 'token-value-of-the-session';
