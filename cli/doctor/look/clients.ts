import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { ECSClient } from '@aws-sdk/client-ecs';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { REQUEST_LIMITS, withLimitedCalls } from '../../deployment/limited-calls';

/** A client for each service that is looked at, in one region. */
export const openClients = (region: string) => {
  const settings = { ...REQUEST_LIMITS, region };
  // These allow few calls a second to all of the account; adaptive retries slow down once throttled.
  const slow = { ...settings, retryMode: 'adaptive', maxAttempts: 6 };
  const clients = {
    cloudtrail: new CloudTrailClient(slow),
    cloudwatch: new CloudWatchClient(settings),
    ecs: new ECSClient(slow),
    eventbridge: new EventBridgeClient(settings),
    iam: new IAMClient(slow),
    kms: new KMSClient(settings),
    lambda: new LambdaClient(settings),
    // A bucket elsewhere is to be told as such, not as a redirection.
    s3: new S3Client({ ...settings, followRegionRedirects: true }),
    sqs: new SQSClient(settings),
    ssm: new SSMClient(settings),
  };
  for (const client of Object.values(clients)) withLimitedCalls(client);
  return clients;
};
export type Clients = ReturnType<typeof openClients>;

export const closeClients = (clients: Clients): void => {
  for (const client of Object.values(clients)) client.destroy();
};

/** How many calls are made to one service at a time. */
export const AT_A_TIME = 8;
