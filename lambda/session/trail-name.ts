import { createHash } from 'node:crypto';
import type { Principal } from './principal';
import type { ApiCall } from './session';
import type { SessionId } from './session-id';

/** The tokens a trail name template may contain. */
export const TRAIL_NAME_TOKENS = [
  'principalId',
  'principalName',
  'sessionId',
  'cluster',
  'service',
  'accountId',
  'region',
  'date',
] as const;
type TrailNameToken = (typeof TRAIL_NAME_TOKENS)[number];

const TOKEN = new RegExp(`\\{(${TRAIL_NAME_TOKENS.join('|')})\\}`, 'g');
const UNKNOWN = 'unknown';

/** CloudTrail's identifier of the caller, or null when it gives none of any kind. */
export const principalIdOf = (principal: Principal): string | null =>
  principal.principalId ?? principal.onBehalfOf ?? principal.invokedBy ?? principal.userName;

// `AROA…:session name` and `<account>:federated name`; split at the first colon, because the name may contain others.
const sessionNameOf = ({ principalId }: Principal): string | null => {
  const colon = principalId?.indexOf(':') ?? -1;
  return principalId === null || colon < 0 ? null : principalId.slice(colon + 1);
};

/** A name Kosli accepts: letters, digits and `.-_~`, beginning with a letter or digit. */
export const kosliName = (text: string): string =>
  text.replace(/[^A-Za-z0-9._~-]/g, '-').replace(/^[^A-Za-z0-9]+/, '') || UNKNOWN;

/** No limit of Kosli's is documented. The longest values that AWS allows for all tokens together stay below it. */
const MAX_NAME_CHARACTERS = 1_000;

/** A name that is too long ends in a hash of all of it, so that no two callers come to share a trail by being cut. */
const bounded = (name: string): string => {
  if (name.length <= MAX_NAME_CHARACTERS) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 32);
  return `${name.slice(0, MAX_NAME_CHARACTERS - hash.length - 1)}-${hash}`;
};

/** What a trail's name may contain besides what CloudTrail recorded of the call. */
export interface TrailNameFacts {
  /** Null for a call that opened no session of ECS Exec. */
  readonly sessionId: SessionId | null;
  /** Null for a stand-alone task, one ECS no longer knows, or none at all. */
  readonly serviceName: string | null;
}

/** The trail a call belongs on. A token without a value becomes `no-<token>`. */
export const trailName = (
  template: string,
  call: ApiCall,
  { sessionId, serviceName }: TrailNameFacts,
): string => {
  const principalId = principalIdOf(call.principal) ?? UNKNOWN;
  const values: Record<TrailNameToken, string> = {
    principalId,
    principalName: call.principal.userName ?? sessionNameOf(call.principal) ?? principalId,
    sessionId: sessionId ?? 'no-sessionId',
    cluster: call.task?.cluster.split('/').at(-1) ?? 'no-cluster',
    service: serviceName ?? 'no-service',
    accountId: call.accountId ?? 'no-accountId',
    region: call.region,
    date: call.calledAt.toISOString().slice(0, 10),
  };
  // One pass, so that a token in a value, such as a session named `{accountId}`, is not replaced.
  return bounded(kosliName(template.replace(TOKEN, (_, token: TrailNameToken) => values[token])));
};

/** The trail of a session whose caller could not be found. */
export const unattributedTrailName = (id: SessionId): string => `unattributed-${id}`;
