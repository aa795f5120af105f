import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
} from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeServicesCommand, ECSClient, ListServicesCommand } from '@aws-sdk/client-ecs';
import { IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  CreateBucketCommand,
  GetBucketEncryptionCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketVersioningCommand,
  HeadBucketCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { openCloudTrail } from '../../../stand-ins/aws/cloudtrail';
import { openCloudWatch } from '../../../stand-ins/aws/cloudwatch';
import { openEcs } from '../../../stand-ins/aws/ecs';
import { openIam } from '../../../stand-ins/aws/iam';
import { openKeyManagement } from '../../../stand-ins/aws/kms';
import { openS3AndSqs } from '../../../stand-ins/aws/s3-and-sqs';
import { at, refusalOf } from './clients';

const clusterArn = 'arn:aws:ecs:eu-central-1:111122223333:cluster/production';

describe('the stand-ins, asked about the settings of an account', () => {
  const opened: { close: () => Promise<void> }[] = [];
  const open = async <Server extends { close: () => Promise<void> }>(opening: Promise<Server>) => {
    const server = await opening;
    opened.push(server);
    return server;
  };
  afterEach(() => Promise.all(opened.splice(0).map((server) => server.close())));

  it('list services page by page, describe ten at a time, and name those there are not', async () => {
    const ecs = await open(openEcs());
    const client = new ECSClient(at(ecs.url));
    const names = Array.from({ length: 12 }, (_, index) => `service-${index}`);
    for (const serviceName of names)
      ecs.serve({ clusterArn, serviceName, taskDefinition: 'web:1', enableExecuteCommand: true });
    const first = await client.send(new ListServicesCommand({ cluster: 'production', maxResults: 10 }));
    const { nextToken } = first;
    const rest = await client.send(
      new ListServicesCommand({ cluster: clusterArn, maxResults: 10, nextToken }),
    );
    expect([first.serviceArns?.length, rest.serviceArns?.length, rest.nextToken]).toEqual([10, 2, undefined]);
    const describeServices = (services: string[]) =>
      client.send(new DescribeServicesCommand({ cluster: 'production', services }));
    expect(await refusalOf(describeServices(names))).toBe('InvalidParameterException');
    expect(await describeServices(['service-1', 'gone'])).toMatchObject({
      services: [{ serviceName: 'service-1', enableExecuteCommand: true }],
      failures: [{ arn: 'gone', reason: 'MISSING' }],
    });
    expect(await refusalOf(client.send(new ListServicesCommand({ cluster: 'elsewhere' })))).toBe(
      'ClusterNotFoundException',
    );
  });

  it('refuse an operation that was denied, and no other', async () => {
    const ecs = await open(openEcs());
    const client = new ECSClient(at(ecs.url));
    ecs.serve({ clusterArn, serviceName: 'web', taskDefinition: 'web:1', enableExecuteCommand: true });
    ecs.deny('DescribeServices');
    const services = ['web'];
    expect(await refusalOf(client.send(new DescribeServicesCommand({ cluster: clusterArn, services })))).toBe(
      'AccessDeniedException',
    );
    expect(await refusalOf(client.send(new ListServicesCommand({ cluster: clusterArn })))).toMatch('nothing');
  });

  it('decide each action with each resource, a hundred a page', async () => {
    const iam = await open(openIam());
    const client = new IAMClient(at(iam.url));
    const PolicySourceArn = 'arn:aws:iam::111122223333:role/web-task';
    iam.grant(PolicySourceArn, ['s3:PutObject'], 'arn:aws:s3:::exec/1');
    const ResourceArns = Array.from({ length: 60 }, (_, index) => `arn:aws:s3:::exec/${index}`);
    const ActionNames = ['s3:PutObject', 's3:GetObject'];
    const asked = { PolicySourceArn, ActionNames, ResourceArns };
    const first = await client.send(new SimulatePrincipalPolicyCommand(asked));
    expect([first.EvaluationResults?.length, first.IsTruncated]).toEqual([100, true]);
    const rest = await client.send(new SimulatePrincipalPolicyCommand({ ...asked, Marker: first.Marker }));
    expect([rest.EvaluationResults?.length, rest.IsTruncated]).toEqual([20, false]);
    const allowed = [first, rest]
      .flatMap(({ EvaluationResults = [] }) => EvaluationResults)
      .filter(({ EvalDecision }) => EvalDecision === 'allowed');
    // 1, and 10 to 19.
    expect(allowed).toHaveLength(11);
    iam.deny('SimulatePrincipalPolicy');
    expect(await refusalOf(client.send(new SimulatePrincipalPolicyCommand(asked)))).toBe('AccessDenied');
  });

  it('describe CloudTrail trails, and know no other', async () => {
    const cloudtrail = await open(openCloudTrail());
    const client = new CloudTrailClient(at(cloudtrail.url));
    cloudtrail.putTrail({ Name: 'all', S3BucketName: 'bucket', IsLogging: true, LatestDeliveryTime: 10 });
    const { trailList } = await client.send(new DescribeTrailsCommand({}));
    const Name = trailList?.[0]?.TrailARN;
    expect(trailList).toMatchObject([{ Name: 'all', S3BucketName: 'bucket' }]);
    expect(await client.send(new GetTrailStatusCommand({ Name }))).toMatchObject({
      IsLogging: true,
      LatestDeliveryTime: new Date(10_000),
    });
    expect(await client.send(new GetEventSelectorsCommand({ TrailName: Name }))).toMatchObject({
      EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true }],
    });
    expect(await refusalOf(client.send(new GetTrailStatusCommand({ Name: 'other' })))).toBe(
      'TrailNotFoundException',
    );
  });

  it('tell the state of a key, and the newest values of a metric', async () => {
    const kms = await open(openKeyManagement());
    const client = new KMSClient(at(kms.url));
    kms.putKey('arn:aws:kms:eu-central-1:111122223333:key/one', 'Disabled');
    expect((await client.send(new DescribeKeyCommand({ KeyId: 'one' }))).KeyMetadata?.KeyState).toBe(
      'Disabled',
    );
    expect(await refusalOf(client.send(new DescribeKeyCommand({ KeyId: 'two' })))).toBe('NotFoundException');

    const cloudwatch = await open(openCloudWatch());
    const metrics = new CloudWatchClient(at(cloudwatch.url));
    const value = (seconds: number, dimension: readonly [string, string] = ['QueueName', 'q']) =>
      cloudwatch.put({
        namespace: 'AWS/SQS',
        metric: 'Age',
        dimension,
        at: new Date(seconds * 1000),
        value: seconds,
      });
    value(10);
    value(400);
    value(20, ['QueueName', 'other']);
    const { Datapoints } = await metrics.send(
      new GetMetricStatisticsCommand({
        Namespace: 'AWS/SQS',
        MetricName: 'Age',
        Dimensions: [{ Name: 'QueueName', Value: 'q' }],
        StartTime: new Date(0),
        EndTime: new Date(300_000),
        Period: 300,
        Statistics: ['Maximum'],
      }),
    );
    expect(Datapoints).toMatchObject([{ Maximum: 10, Timestamp: new Date(10_000) }]);
  });

  it('tell the settings of a bucket, and that there is none', async () => {
    const server = await open(openS3AndSqs());
    const s3 = new S3Client(at(server.url));
    const Bucket = 'exec-logs';
    await s3.send(new CreateBucketCommand({ Bucket }));
    expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe('Enabled');
    server.setVersioning('never');
    expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBeUndefined();
    server.settings.configure(Bucket, {
      id: 'scan',
      targetArn: 'arn:aws:sns:eu-central-1:111122223333:scan',
      prefix: 'a/',
      suffix: '.log',
    });
    server.settings.turnOnEventBridge(Bucket);
    expect(await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }))).toMatchObject({
      EventBridgeConfiguration: {},
      TopicConfigurations: [
        {
          Id: 'scan',
          TopicArn: 'arn:aws:sns:eu-central-1:111122223333:scan',
          Filter: {
            Key: {
              FilterRules: [
                { Name: 'Prefix', Value: 'a/' },
                { Name: 'Suffix', Value: '.log' },
              ],
            },
          },
        },
      ],
    });
    server.settings.encryptWith(Bucket, 'key-arn');
    const { ServerSideEncryptionConfiguration } = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
    expect(ServerSideEncryptionConfiguration?.Rules).toMatchObject([
      { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'key-arn' } },
    ]);
    expect(await refusalOf(s3.send(new GetBucketVersioningCommand({ Bucket: 'gone' })))).toBe('NoSuchBucket');
    server.deny('s3:GetBucketVersioning');
    expect(await refusalOf(s3.send(new GetBucketVersioningCommand({ Bucket })))).toBe('AccessDenied');
  });

  it('redirect to the region of a bucket', async () => {
    const server = await open(openS3AndSqs());
    const s3 = new S3Client(at(server.url));
    const Bucket = 'exec-logs';
    await s3.send(new CreateBucketCommand({ Bucket }));
    server.settings.moveTo(Bucket, 'eu-west-1');
    expect(await refusalOf(s3.send(new HeadBucketCommand({ Bucket })))).not.toMatch('nothing');
    const following = new S3Client({ ...at(server.url), followRegionRedirects: true });
    expect((await following.send(new HeadBucketCommand({ Bucket }))).BucketRegion).toBe('eu-west-1');
  });
});
