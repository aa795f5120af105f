import { principalIdOf } from '../session/trail-name';
import type { Attestation } from './attestation';
import type { AttributedCaller, Caller } from './caller';
import { cut } from './cut';

const NOBODY = {
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
};

const identityOf = ({ session }: AttributedCaller) => {
  const { principal } = session;
  return {
    type: principal.type,
    principal_id: principal.principalId,
    arn: principal.arn,
    account_id: principal.accountId,
    user_name: principal.userName,
    session_issuer_arn: principal.sessionIssuerArn,
    mfa_authenticated: principal.mfaAuthenticated,
    source_identity: principal.sourceIdentity,
    on_behalf_of: principal.onBehalfOf,
    invoked_by: principal.invokedBy,
    source_ip: session.sourceIp,
    user_agent: session.userAgent === null ? null : cut(session.userAgent),
    event_time: session.openedAt.toISOString(),
    region: session.region,
    ...(session.foundIn.source === 'trail-bucket'
      ? {
          digest_verified: session.foundIn.digestVerified,
          log_file: `s3://${session.foundIn.bucket}/${session.foundIn.key}`,
        }
      : {}),
  };
};

/** Why an attributed session is not compliant all the same, or null when it is. */
const objection = ({ session }: AttributedCaller): string | null => {
  if (session.principal.type === 'Root') return 'the account root user opened it';
  if (principalIdOf(session.principal) === null)
    return 'CloudTrail recorded the call without any name for its caller';
  if (session.foundIn.source === 'trail-bucket' && session.foundIn.digestVerified === 'false') {
    return "CloudTrail's signed digest does not confirm the log file it was found in";
  }
  return null;
};

/** Who opened the session. */
export const userIdentity = (caller: Caller): Attestation => {
  if (caller.kind === 'unattributed') {
    return {
      name: 'user-identity',
      compliant: false,
      description: `Nobody can be named for this session: ${caller.reason}.`,
      userData: { ...NOBODY, reason: cut(caller.reason) },
      attachment: null,
    };
  }
  const reason = objection(caller);
  const who = principalIdOf(caller.session.principal) ?? 'an unnamed caller';
  return {
    name: 'user-identity',
    compliant: reason === null,
    description: reason === null ? `Opened by ${who}.` : `Opened by ${who}; not compliant: ${reason}.`,
    userData: { ...identityOf(caller), ...(reason === null ? {} : { reason }) },
    attachment: {
      filename: 'user-identity.json',
      text: JSON.stringify(caller.session.principal.record, null, 2),
    },
  };
};
