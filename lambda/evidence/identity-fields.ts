import type { Principal } from '../session/principal';
import type { ApiCall } from '../session/session';
import { truncate } from './truncate';

type SnakeCase<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `_${Lowercase<First>}`}${SnakeCase<Rest>}`
  : '';

/** The fields of `user_data` that say what a principal does: whatever is read of one is reported, or this does not compile. */
type PrincipalField = SnakeCase<Exclude<keyof Principal, 'record'>>;

/** The fields of an identity when the caller could not be identified. */
export const NOBODY = {
  type: null,
  principal_id: null,
  arn: null,
  account_id: null,
  user_name: null,
  session_issuer_arn: null,
  mfa_authenticated: null,
  source_identity: null,
  on_behalf_of: null,
  invoked_by: null,
  source_ip: null,
  user_agent: null,
  event_time: null,
  region: null,
} satisfies Readonly<Record<PrincipalField, null> & Record<string, null>>;

/** Makes the compiler require every field to have a value in `NOBODY`. */
type IdentityData = Readonly<Record<keyof typeof NOBODY, string | boolean | null>>;

const cut = (text: string | null): string | null => (text === null ? null : truncate(text));

/** Who made a call, as CloudTrail recorded it. */
export const identityFields = (call: ApiCall): IdentityData => {
  const { principal } = call;
  return {
    type: truncate(principal.type),
    principal_id: cut(principal.principalId),
    arn: cut(principal.arn),
    account_id: cut(principal.accountId),
    user_name: cut(principal.userName),
    session_issuer_arn: cut(principal.sessionIssuerArn),
    mfa_authenticated: principal.mfaAuthenticated,
    source_identity: cut(principal.sourceIdentity),
    on_behalf_of: cut(principal.onBehalfOf),
    invoked_by: cut(principal.invokedBy),
    source_ip: cut(call.sourceIp),
    user_agent: cut(call.userAgent),
    event_time: call.calledAt.toISOString(),
    region: truncate(call.region),
  };
};
