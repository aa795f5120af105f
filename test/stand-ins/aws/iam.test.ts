import { GetRoleCommand, IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { type Iam, openIam } from '../../../stand-ins/aws/iam';
import { at, refusalOf } from './clients';

describe("IAM's stand-in", () => {
  const role = 'arn:aws:iam::111122223333:role/web-task';
  let iam: Iam;
  let client: IAMClient;
  beforeEach(async () => {
    iam = await openIam();
    client = new IAMClient(at(iam.url));
  });
  afterEach(() => iam.close());

  const simulate = (resource: string) =>
    client.send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: role,
        ActionNames: ['s3:PutObject'],
        ResourceArns: [resource],
      }),
    );
  const decisionOf = async (resource: string) =>
    (await simulate(resource)).EvaluationResults?.map(({ EvalDecision }) => EvalDecision);

  it('decides by what a role was allowed', async () => {
    iam.allow(role, 'arn:aws:s3:::exec-logs/');
    expect(await decisionOf('arn:aws:s3:::exec-logs/a.log')).toEqual(['allowed']);
    expect(await decisionOf('arn:aws:s3:::other/a.log')).toEqual(['implicitDeny']);
  });

  it('refuses a role it does not know, an unsigned request, and another operation', async () => {
    expect(await refusalOf(simulate('arn:aws:s3:::exec-logs/a.log'))).toBe('NoSuchEntityException');
    expect((await fetch(iam.url, { method: 'POST', body: 'Action=SimulatePrincipalPolicy' })).status).toBe(
      403,
    );
    expect(await refusalOf(client.send(new GetRoleCommand({ RoleName: 'web-task' })))).toBe('InvalidAction');
  });
});
