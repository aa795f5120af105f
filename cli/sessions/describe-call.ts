import type { ApiCall, SessionTrace } from '../../lambda/session/session';
import { principalIdOf } from '../../lambda/session/trail-name';
import { principalName } from '../calls/principal-name';
import type { ListedEvidence } from '../kosli/list-evidence';
import type { ListedCall } from './listed-call';

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** The last value that attestations of this name have in a field. */
const latest = (held: readonly ListedEvidence[], name: string, field: string): string | null =>
  held
    .filter((evidence) => evidence.name === name)
    .map(({ userData }) => textOf(userData[field]))
    .findLast((value) => value !== null) ?? null;

export const callerOf = ({
  principal,
  sourceIp,
}: Pick<ApiCall, 'principal' | 'sourceIp'>): ListedCall['caller'] => {
  const id = principalIdOf(principal);
  return {
    name: principal.userName ?? (id === null ? 'an unnamed caller' : principalName(id)),
    principalId: principal.principalId,
    arn: principal.arn,
    sourceIp,
  };
};

export const whereOf = (
  call: ApiCall & { readonly containerName?: string | null },
  held: readonly ListedEvidence[],
): ListedCall['where'] => ({
  accountId: call.accountId,
  region: call.region,
  cluster: call.task?.cluster ?? null,
  service: latest(held, 'service-identity', 'service_name'),
  taskArn: call.task?.taskArn ?? null,
  container: call.containerName ?? null,
});

/** When a session ended: according to SSM, or to its transcript, which is uploaded right after. */
export const timesOf = (
  { calledAt }: ApiCall,
  trace: SessionTrace | null,
  held: readonly ListedEvidence[],
): Pick<ListedCall, 'endedAt' | 'durationSeconds'> => {
  const endedAt = trace?.endedAt?.toISOString() ?? latest(held, 'command-logs', 'ended_at');
  const seconds =
    endedAt === null ? Number.NaN : Math.round((Date.parse(endedAt) - calledAt.getTime()) / 1000);
  return { endedAt, durationSeconds: seconds >= 0 ? seconds : null };
};
