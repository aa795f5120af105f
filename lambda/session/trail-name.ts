import type { Principal } from './principal';
import type { OpenedSession } from './session';
import type { SessionId } from './session-id';

/** The tokens a trail name template may hold. */
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
const NOBODY = 'unknown';

/** What CloudTrail calls the caller, or null when it gives no name of any kind. */
export const principalIdOf = (principal: Principal): string | null =>
  principal.principalId ?? principal.onBehalfOf ?? principal.invokedBy ?? principal.userName;

// `AROA…:session name` and `<account>:federated name`; split at the first colon, as the name may hold others.
const sessionNameOf = ({ principalId }: Principal): string | null => {
  const colon = principalId?.indexOf(':') ?? -1;
  return principalId === null || colon < 0 ? null : principalId.slice(colon + 1);
};

/** A name Kosli takes: letters, digits and `.-_~`, beginning with a letter or digit. */
export const kosliName = (text: string): string =>
  text.replace(/[^A-Za-z0-9._~-]/g, '-').replace(/^[^A-Za-z0-9]+/, '') || NOBODY;

/** The trail a session belongs on. `serviceName` is null for a stand-alone task or one ECS no longer knows. */
export const trailName = (template: string, session: OpenedSession, serviceName: string | null): string => {
  const principalId = principalIdOf(session.principal) ?? NOBODY;
  const values: Record<TrailNameToken, string> = {
    principalId,
    principalName: session.principal.userName ?? sessionNameOf(session.principal) ?? principalId,
    sessionId: session.id,
    cluster: session.task?.cluster.split('/').at(-1) ?? NOBODY,
    service: serviceName ?? 'no-service',
    accountId: session.accountId ?? NOBODY,
    region: session.region,
    date: session.calledAt.toISOString().slice(0, 10),
  };
  // One pass, so that a caller who names a session `{accountId}` cannot have it filled in.
  return kosliName(template.replace(TOKEN, (_, token: TrailNameToken) => values[token]));
};

/** The trail of a session whose caller could not be found. */
export const unattributedTrailName = (id: SessionId): string => `unattributed-${id}`;
