import { ACCOUNT_ID, REGION } from '../../../stand-ins/account';
import { ALICE } from '../../../stand-ins/recorded-session/callers';

export const BUCKET = 'acme-exec';
export const TOKEN = 'kosli-token-of-acme';
export const FUNCTION = 'ecs-exec-evidence-reporter';
export const PARAMETER = 'kosli_api_token';
export const TRAIL_NAME = ALICE.principalId.replaceAll(/[:@]/g, '-');
export const TASK_ROLE = `arn:aws:iam::${ACCOUNT_ID}:role/web-task`;
export const REPORTER_ROLE = `arn:aws:iam::${ACCOUNT_ID}:role/reporter`;
export const ALICES_ROLE = ALICE.sessionContext.sessionIssuer.arn;
export const clusterArn = (name: string) => `arn:aws:ecs:${REGION}:${ACCOUNT_ID}:cluster/${name}`;
export const keyArn = (id: string) => `arn:aws:kms:${REGION}:${ACCOUNT_ID}:key/${id}`;
export const taskDefinition = (name: string) =>
  `arn:aws:ecs:${REGION}:${ACCOUNT_ID}:task-definition/${name}:1`;
export const CHANNEL = [
  'CreateControlChannel',
  'CreateDataChannel',
  'OpenControlChannel',
  'OpenDataChannel',
].map((action) => `ssmmessages:${action}`);

export const EVIDENCE = ['user-identity', 'service-identity', 'command-logs'] as const;
