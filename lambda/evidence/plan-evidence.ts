import type { Service } from '../service/service';
import type { SessionRef } from '../session/session';
import { trailName, unattributedTrailName } from '../session/trail-name';
import type { GoneTranscript, Transcript } from '../transcript/transcript';
import type { Evidence, Statement } from './attestation';
import { comparedFields } from './attestations';
import type { Caller } from './caller';
import { commandLogs } from './command-logs';
import { serviceIdentity } from './service-identity';
import { userIdentity } from './user-identity';

/** What is known of a session, whether or not it has a transcript. */
export interface SessionFacts {
  readonly session: SessionRef;
  readonly caller: Caller;
  readonly service: Service;
}

/** What the settings say of evidence. */
export interface EvidenceRules {
  readonly trailNameTemplate: string;
  readonly reporterVersion: string;
}

const trailOf = ({ session, caller, service }: SessionFacts, template: string): string => {
  if (caller.kind === 'unattributed') return unattributedTrailName(session.id);
  return trailName(template, caller.session, service.kind === 'described' ? service.serviceName : null);
};

const evidenceOf = (
  facts: SessionFacts,
  { trailNameTemplate, reporterVersion }: EvidenceRules,
  statements: readonly Statement[],
): Evidence => {
  const { id: sessionId } = facts.session;
  const onEveryAttestation = {
    session_id: sessionId,
    cloudtrail_event_id: facts.caller.kind === 'attributed' ? facts.caller.session.eventId : null,
    reporter_version: reporterVersion,
  };
  return {
    sessionId,
    trail: trailOf(facts, trailNameTemplate),
    attestations: statements.map((statement) => {
      const userData = { ...onEveryAttestation, ...statement.userData };
      return { ...statement, sessionId, userData, compared: comparedFields(statement.name, userData) };
    }),
  };
};

/** Who opened the session, and in which service. */
export const planIdentity = (facts: SessionFacts, rules: EvidenceRules): Evidence => {
  const { caller, service } = facts;
  const containerName = caller.kind === 'attributed' ? caller.session.containerName : null;
  return evidenceOf(facts, rules, [userIdentity(caller), serviceIdentity(service, containerName)]);
};

/** What was shown in the shell, on the same trail. */
export const planTranscript = (
  facts: SessionFacts,
  transcript: Transcript | GoneTranscript,
  rules: EvidenceRules,
): Evidence => evidenceOf(facts, rules, [commandLogs(facts, transcript)]);
