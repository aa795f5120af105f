import { DescribeTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import { SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import pMap from 'p-map';
import { AT_A_TIME, type Clients } from './clients';
import { type Look, look, unlessMissing } from './look';

/** An action, and the ARN of what it is done to. */
export interface Deed {
  readonly action: string;
  readonly resource: string;
}

/** Whether a role may do it by its own policies and boundary; null where IAM did not say. */
export type Verdict = (deed: Deed) => boolean | null;

/** What IAM answers about a role; null where there is no such role. */
export type RoleLook = Look<Verdict | null>;

/** What IAM says of a role and a deed; null where it did not, or was not asked. */
export const isAllowed = (looked: RoleLook | undefined, deed: Deed): boolean | null =>
  looked !== undefined && 'seen' in looked && looked.seen !== null ? looked.seen(deed) : null;

/** The role of the tasks of each task definition; null for one without. */
export const lookAtTaskRoles = async (
  { ecs }: Pick<Clients, 'ecs'>,
  taskDefinitions: readonly string[],
): Promise<ReadonlyMap<string, Look<string | null>>> =>
  new Map(
    await pMap(
      new Set(taskDefinitions),
      async (arn) => {
        const role = await look('the task definition', 'ecs:DescribeTaskDefinition', async () => {
          const { taskDefinition } = await ecs.send(
            new DescribeTaskDefinitionCommand({ taskDefinition: arn }),
          );
          return taskDefinition?.taskRoleArn || null;
        });
        return [arn, role] as const;
      },
      { concurrency: AT_A_TIME },
    ),
  );

const keyOf = ({ action, resource }: Deed): string => `${action.toLowerCase()} ${resource}`;

/** Asks IAM everything about one role at once: every action with every resource, of which `deeds` are read. */
const simulate = async (
  { iam }: Pick<Clients, 'iam'>,
  role: string,
  deeds: readonly Deed[],
): Promise<Verdict> => {
  const allowed = new Map<string, boolean>();
  const asked = {
    PolicySourceArn: role,
    ActionNames: [...new Set(deeds.map(({ action }) => action))],
    ResourceArns: [...new Set(deeds.map(({ resource }) => resource))],
  };
  let Marker: string | undefined;
  do {
    const answer = await iam.send(new SimulatePrincipalPolicyCommand({ ...asked, Marker }));
    for (const result of answer.EvaluationResults ?? []) {
      const action = result.EvalActionName ?? '';
      const note = (
        resource: string | undefined,
        decision: string | undefined,
        missing: readonly string[] = [],
      ) => {
        // Without a value for a condition IAM takes it for not met, which says nothing.
        const isSure = decision === 'allowed' || missing.length === 0;
        if (resource !== undefined && isSure)
          allowed.set(keyOf({ action, resource }), decision === 'allowed');
      };
      note(result.EvalResourceName, result.EvalDecision, result.MissingContextValues);
      for (const one of result.ResourceSpecificResults ?? [])
        note(one.EvalResourceName, one.EvalResourceDecision, one.MissingContextValues);
    }
    Marker = answer.IsTruncated ? answer.Marker : undefined;
  } while (Marker !== undefined);
  return (deed) => allowed.get(keyOf(deed)) ?? null;
};

/** Asks IAM's policy simulator once about each role. */
export const lookAtRoles = async (
  clients: Pick<Clients, 'iam'>,
  deedsOfRoles: ReadonlyMap<string, readonly Deed[]>,
): Promise<ReadonlyMap<string, RoleLook>> =>
  new Map(
    await pMap(
      deedsOfRoles,
      async ([role, deeds]) => {
        const verdict = await look('what the role may do', 'iam:SimulatePrincipalPolicy', () =>
          unlessMissing(simulate(clients, role, deeds), 'NoSuchEntityException', 'NoSuchEntity'),
        );
        return [role, verdict] as const;
      },
      { concurrency: AT_A_TIME },
    ),
  );
