import type { DigestVerdict, OpenedSession } from '../session/session';
import { principalIdOf } from '../session/trail-name';
import type { Statement, UserData } from './attestation';
import type { AttributedCaller, Caller, UnattributedCaller } from './caller';
import { disagreement, recordsFile } from './disagreeing-records';
import { identityFields, NOBODY } from './identity-fields';
import { truncate } from './truncate';

const logFileOf = ({ foundIn }: OpenedSession): UserData =>
  foundIn.source === 'cloudtrail-bucket'
    ? { digest_verified: foundIn.digestVerified, log_file: `s3://${foundIn.bucket}/${foundIn.key}` }
    : {};

const digestVerdict = ({ foundIn }: OpenedSession): DigestVerdict | null =>
  foundIn.source === 'cloudtrail-bucket' ? foundIn.digestVerified : null;

/** Why an attributed session is still not compliant; empty when it is compliant. */
const nonComplianceReasons = ({ session, contradictions, doubt }: AttributedCaller): readonly string[] => {
  const { principal } = session;
  const verdict = digestVerdict(session);
  return [
    principal.type === 'Root' ? 'the account root user opened it' : null,
    principalIdOf(principal) === null
      ? 'CloudTrail recorded the call without an identifier for its caller'
      : null,
    verdict === 'false' ? "CloudTrail's signed digest does not confirm the log file it was found in" : null,
    verdict === 'unchecked'
      ? "CloudTrail's digest of the log file it was found in could not be read, or is not signed by CloudTrail"
      : null,
    verdict === 'unlisted'
      ? "CloudTrail's digest of that hour does not list the log file it was found in"
      : null,
    doubt === null ? null : `no digest confirms it, and another log file may contradict it: ${doubt}`,
    contradictions.length === 0
      ? null
      : `another record of this session contradicts it (${contradictions.length} in total, attached)`,
  ].filter((reason) => reason !== null);
};

const unattributed = ({ reason, records }: UnattributedCaller): Statement => ({
  name: 'user-identity',
  compliant: false,
  description: `The caller of this session could not be identified: ${reason}.`,
  userData: { ...NOBODY, reason: truncate(reason), ...disagreement(records) },
  attachment: records.length === 0 ? null : recordsFile(records),
});

/** The `user-identity` attestation: who opened the session. */
export const userIdentity = (caller: Caller): Statement => {
  if (caller.kind === 'unattributed') return unattributed(caller);
  const { session, contradictions } = caller;
  const reason = nonComplianceReasons(caller).join('; ');
  const opened = `Opened by ${truncate(principalIdOf(session.principal) ?? 'an unnamed caller')}`;
  const unconfirmed =
    digestVerdict(session) === 'pending' ? ', according to a log file that no digest has confirmed' : '';
  return {
    name: 'user-identity',
    compliant: reason === '',
    description: `${opened}${unconfirmed}${reason === '' ? '' : `; not compliant: ${reason}`}.`,
    userData: {
      ...identityFields(session),
      ...logFileOf(session),
      ...(reason === '' ? {} : { reason: truncate(reason) }),
      ...disagreement(contradictions),
    },
    attachment:
      contradictions.length === 0
        ? { filename: 'user-identity.json', text: JSON.stringify(session.principal.record, null, 2) }
        : recordsFile([session, ...contradictions]),
  };
};
