import {
  CreateBucketCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { CREDENTIALS } from '../../stand-ins/account';
import { KOSLI, TOKEN_PARAMETER } from '../../stand-ins/stage';

/** What an account has in one region before the reporter is deployed to it. */
export interface AccountInRegion {
  readonly region: string;
  /** Where transcripts are uploaded to. */
  readonly bucket: string;
  readonly s3: S3Client;
  readonly sqs: SQSClient;
}

export interface AccountSettings {
  readonly awsUrl: string;
  readonly region: string;
  /** Where the Kosli API token is. */
  readonly tokenSource: 'parameter-store' | 'secrets-manager';
  /** Whether the owner of the bucket has turned EventBridge delivery on. */
  readonly eventBridgeEnabled: boolean;
  /** A bucket for access logs, if there is one. */
  readonly accessLogBucket: string | undefined;
}

// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html; one call does not justify a client.
const createSecret = async (awsUrl: string, region: string, name: string, secret: string): Promise<void> => {
  const { ok, status } = await fetch(awsUrl, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'secretsmanager.CreateSecret',
      authorization: `AWS4-HMAC-SHA256 Credential=${CREDENTIALS.accessKeyId}/20261121/${region}/secretsmanager/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify({ Name: name, SecretString: secret, ClientRequestToken: crypto.randomUUID() }),
  });
  if (!ok) throw new Error(`the secret ${name} was not created: ${status}`);
};

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
const accessLogPolicy = (bucket: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'logging.s3.amazonaws.com' },
        Action: 's3:PutObject',
        Resource: `arn:aws:s3:::${bucket}/*`,
      },
    ],
  });

export const openAccount = async (settings: AccountSettings): Promise<AccountInRegion> => {
  const { awsUrl, region, accessLogBucket } = settings;
  const client = { endpoint: awsUrl, region, credentials: CREDENTIALS, forcePathStyle: true };
  const s3 = new S3Client(client);
  const bucket = `acme-exec-transcripts-${region}`;
  // The one region that may not be named.
  const where = region !== 'us-east-1' && {
    CreateBucketConfiguration: { LocationConstraint: region as never },
  };
  await s3.send(new CreateBucketCommand({ Bucket: bucket, ...where }));
  if (accessLogBucket !== undefined) {
    await s3.send(new CreateBucketCommand({ Bucket: accessLogBucket, ...where }));
    await s3.send(
      new PutBucketPolicyCommand({ Bucket: accessLogBucket, Policy: accessLogPolicy(accessLogBucket) }),
    );
  }
  await s3.send(
    new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } }),
  );
  if (settings.eventBridgeEnabled) {
    await s3.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket: bucket,
        NotificationConfiguration: { EventBridgeConfiguration: {} },
      }),
    );
  }
  if (settings.tokenSource === 'secrets-manager') {
    await createSecret(awsUrl, region, TOKEN_PARAMETER, KOSLI.token);
  } else {
    await new SSMClient(client).send(
      new PutParameterCommand({ Name: TOKEN_PARAMETER, Type: 'SecureString', Value: KOSLI.token }),
    );
  }
  return { region, bucket, s3, sqs: new SQSClient(client) };
};
