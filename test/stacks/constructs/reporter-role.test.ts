import { isWildcardOnlyAction } from '@cloud-copilot/iam-simulate';
import { ACCOUNT, concretePolicy, REGION } from '../concrete-policy';
import { askAsReporter } from '../simulation';
import { stackOf } from '../synthesise';
import {
  EVERYTHING,
  logFile,
  OWN_AND_NEIGHBOURS,
  parameter,
  permissions,
  queue,
  task,
  VARIABLES,
} from './reporter-calls';

// Stacks are synthesised and policies simulated, which takes a second each.
jest.setTimeout(30_000);

describe('the role of the reporter', () => {
  const everything = permissions(EVERYTHING, VARIABLES);

  it.each(OWN_AND_NEIGHBOURS)(
    'may $call on its own resource and on no other',
    async ({ own, neighbours }) => {
      expect(await askAsReporter(everything, own)).toBe('Allowed');
      for (const neighbour of neighbours) {
        expect([neighbour, await askAsReporter(everything, neighbour)]).toEqual([
          neighbour,
          'ImplicitlyDenied',
        ]);
      }
    },
  );

  it('is allowed nothing but the calls tried here', () => {
    const tried = new Set(OWN_AND_NEIGHBOURS.map(({ own }) => own.action));
    const network = [
      'ec2:AssignPrivateIpAddresses',
      'ec2:UnassignPrivateIpAddresses',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
    ];
    const allowed = everything.Statement.filter(({ Effect }) => Effect === 'Allow').flatMap(
      ({ Action }) => Action,
    );
    expect(allowed.filter((action) => !tried.has(action) && !network.includes(action))).toEqual([]);
  });

  it('has * as a resource only for actions that do not support resources', async () => {
    for (const { Action, Resource, Effect } of everything.Statement) {
      if (!Resource.includes('*') || Effect === 'Deny') continue;
      for (const action of Action) {
        const [service = '', name = ''] = action.split(':');
        expect([action, await isWildcardOnlyAction(service, name)]).toEqual([action, true]);
      }
    }
  });

  it('has no permission that needs an option or variable which is not set', () => {
    const actions = permissions({ reconcile: false }).Statement.flatMap(({ Action }) => Action);
    const needed =
      /^(kms|ec2|secretsmanager|iam):|ListPublicKeys|GetObject$|DescribeClusters|TaskDefinition|SendMessage/;
    expect(actions.filter((action) => needed.test(action))).toEqual(['sqs:SendMessage', 's3:GetObject']);
  });

  it('sends to its own queue, to queue what is missing, only where it looks for that', async () => {
    const resource = queue('ecs-exec-evidence-transcripts');
    const send = (options: object) =>
      askAsReporter(permissions(options), { action: 'sqs:SendMessage', resource });
    expect(await send({ reconcile: 'rate(2 hours)' })).toBe('Allowed');
    expect(await send({ reconcile: false, liveSessions: true })).toBe('ImplicitlyDenied');
  });

  it('is the role that deployments have where nothing was added to it', () => {
    const sids = (options: object) => permissions(options).Statement.map(({ Sid }) => Sid);
    const deployed = [
      'TakeTranscripts',
      'PutAside',
      'ReadTranscripts',
      'TellDeletedFromForbidden',
      'FindCallers',
      'DescribeTasks',
      'ReadToken',
      'WriteLog',
    ];
    expect(sids({ reconcile: false })).toEqual(deployed);
    expect(sids({ reconcile: false, liveSessions: true })).toEqual(deployed);
    expect(sids({}).filter((sid) => !deployed.includes(sid))).toEqual([
      'QueueAgain',
      'DescribeClusters',
      'FindTaskRoles',
      'AskWhatTasksMayDo',
    ]);
  });

  it.each([
    ['kosli_api_token', 'kosli_api_token'],
    ['/kosli/api_token', 'kosli/api_token'],
  ])('may read the parameter %s and no other', async (name, path) => {
    const policy = permissions({}, { kosli_api_token_ssm_parameter_name: name });
    const read = (resource: string) => askAsReporter(policy, { action: 'ssm:GetParameter', resource });
    expect(await read(parameter(path))).toBe('Allowed');
    expect(await read(parameter(`${path}_of_others`))).toBe('ImplicitlyDenied');
  });

  it('describes tasks of every cluster of its own account and region when no clusters are named', async () => {
    const describe = (resource: string) =>
      askAsReporter(permissions(), { action: 'ecs:DescribeTasks', resource });
    expect(await describe(task('any'))).toBe('Allowed');
    expect(await describe(task('any').replace(ACCOUNT, '444455556666'))).toBe('ImplicitlyDenied');
    expect(await describe(task('any').replace(REGION, 'us-east-1'))).toBe('ImplicitlyDenied');
  });

  it('reads the files of a CloudTrail trail of one account where CloudTrail puts them', async () => {
    const policy = permissions({ existingCloudTrail: true }, { cloudtrail_bucket_name: 'org-trail' });
    const read = (folder: string) =>
      askAsReporter(policy, { action: 's3:GetObject', resource: logFile(folder) });
    expect(await read(`AWSLogs/${ACCOUNT}/CloudTrail`)).toBe('Allowed');
    expect(await read('AWSLogs/444455556666/CloudTrail')).toBe('ImplicitlyDenied');
  });

  it('is assumed by Lambda and by nobody else', () => {
    expect(concretePolicy(stackOf({}), 'reporter_trust').Statement).toEqual([
      expect.objectContaining({
        Effect: 'Allow',
        Action: ['sts:AssumeRole'],
        Principal: { Service: ['lambda.amazonaws.com'] },
      }),
    ]);
  });
});
