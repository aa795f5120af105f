import { EXIT } from '../../../cli/exit-code';
import { type Account, BUCKET, clusterArn, openHealthyAccount, reportSession, TOKEN } from './account';
import { runDoctor } from './run-doctor';

/** Everything that can be refused, and the permission that is asked for then. */
const DENIALS: readonly (readonly [permission: string, deny: (account: Account) => void])[] = [
  ['s3:GetBucketVersioning', ({ s3AndSqs }) => s3AndSqs.deny('s3:GetBucketVersioning')],
  ['s3:GetBucketNotification', ({ s3AndSqs }) => s3AndSqs.deny('s3:GetBucketNotification')],
  ['s3:GetEncryptionConfiguration', ({ s3AndSqs }) => s3AndSqs.deny('s3:GetEncryptionConfiguration')],
  ['s3:ListBucket', ({ s3AndSqs }) => s3AndSqs.deny('s3:ListBucket')],
  ['s3:GetObject', ({ s3AndSqs }) => s3AndSqs.deny('s3:GetObject')],
  ['sqs:GetQueueAttributes', ({ s3AndSqs }) => s3AndSqs.deny('sqs:GetQueueAttributes')],
  ['ecs:ListClusters', ({ ecs }) => ecs.deny('ListClusters')],
  ['ecs:DescribeClusters', ({ ecs }) => ecs.deny('DescribeClusters')],
  ['ecs:ListServices', ({ ecs }) => ecs.deny('ListServices')],
  ['ecs:DescribeServices', ({ ecs }) => ecs.deny('DescribeServices')],
  ['ecs:DescribeTaskDefinition', ({ ecs }) => ecs.deny('DescribeTaskDefinition')],
  ['iam:SimulatePrincipalPolicy', ({ iam }) => iam.denyAll()],
  ['ssm:GetParameter', ({ ssm }) => ssm.deny('GetParameter')],
  ['ssm:DescribeSessions', ({ ssm }) => ssm.deny('DescribeSessions')],
  ['cloudtrail:DescribeTrails', ({ cloudtrail }) => cloudtrail.deny('DescribeTrails')],
  ['cloudtrail:GetTrailStatus', ({ cloudtrail }) => cloudtrail.deny('GetTrailStatus')],
  ['cloudtrail:GetEventSelectors', ({ cloudtrail }) => cloudtrail.deny('GetEventSelectors')],
  ['cloudtrail:LookupEvents', ({ cloudtrail }) => cloudtrail.deny('LookupEvents')],
  ['cloudwatch:GetMetricStatistics', ({ cloudwatch }) => cloudwatch.deny('GetMetricStatistics')],
  ['lambda:ListEventSourceMappings', ({ lambda }) => lambda.deny('lambda:ListEventSourceMappings')],
  [
    'kms:DescribeKey',
    ({ s3AndSqs, kms }) => {
      s3AndSqs.settings.encryptWith(BUCKET, 'key-of-the-bucket');
      kms.deny('DescribeKey');
    },
  ],
];

describe('what doctor may not look at', () => {
  let account: Account;
  beforeEach(async () => {
    account = await openHealthyAccount();
    await reportSession(account);
  });
  afterEach(() => account.close());

  it.each(DENIALS)(
    'is a line that names %s, and ends with 2 where nothing is wrong',
    async (permission, deny) => {
      deny(account);
      const { code, text } = await runDoctor();
      expect(text.replaceAll(/\s+/g, ' ')).toMatch(
        new RegExp(`warning [^ ]+: could not look at [^;]*; needs permission [^.]*${permission}`),
      );
      expect(code).toBe(EXIT.failed);
    },
  );

  it('does not hide what is wrong', async () => {
    account.ecs.deny('ListServices');
    account.map('Disabled');
    expect((await runDoctor()).code).toBe(EXIT.found);
  });

  it('is the transcript of a session whose cluster is gone, and not there under the prefix', async () => {
    account.ecs.removeCluster(clusterArn('production'));
    account.serve('staging', 'web', false);
    account.configure('staging');
    expect((await runDoctor()).text).toContain('transcript: 3 s after the end');
    account.openSession(1, 'ecs-execute-command-22222222222222222');
    const { text } = await runDoctor();
    expect(text.replaceAll(/\s+/g, ' ')).toContain(
      'warning transcript: could not look at the transcript of the session: its cluster production is gone',
    );
  });

  it('may be the token, in place of which KOSLI_API_TOKEN serves', async () => {
    account.ssm.deny('GetParameter');
    process.env.KOSLI_API_TOKEN = TOKEN;
    try {
      const { text } = await runDoctor();
      expect(text).toContain('the token is valid');
      expect(text).toContain('could not look at parameter kosli_api_token');
    } finally {
      delete process.env.KOSLI_API_TOKEN;
    }
  });
});
