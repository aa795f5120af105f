import type { Service } from '../service/service';
import type { ApiCall, BypassCall, FailedCall, SessionRef } from '../session/session';
import type { SessionId } from '../session/session-id';
import { trailName, unattributedTrailName } from '../session/trail-name';
import type { GoneTranscript, Transcript } from '../transcript/transcript';
import { accessDenied } from './access-denied';
import type { Evidence, Statement } from './attestation';
import { comparedFields, subjectOf } from './attestations';
import type { Caller } from './caller';
import { commandLogs } from './command-logs';
import { type MissingTranscript, missingTranscript } from './missing-transcript';
import { serviceIdentity } from './service-identity';
import { sessionBypass } from './session-bypass';
import { userIdentity } from './user-identity';

/** What is known of a session, whether or not it has a transcript. */
export interface SessionFacts {
  readonly session: SessionRef;
  readonly caller: Caller;
  readonly service: Service;
}

/** The settings that evidence depends on. */
export interface EvidenceRules {
  readonly trailNameTemplate: string;
  readonly reporterVersion: string;
}

/** The settings that evidence of a transcript depends on. */
export interface TranscriptRules extends EvidenceRules {
  /** How much of a transcript is quoted, 0 to 4,000. */
  readonly previewCharacters: number;
}

/** What a piece of evidence is about, and where it belongs. */
export interface Placed {
  readonly sessionId: SessionId | null;
  readonly eventId: string | null;
  readonly trail: string;
}

/** Evidence of these statements. */
export const evidenceOf = (
  { sessionId, eventId, trail }: Placed,
  { reporterVersion }: Pick<EvidenceRules, 'reporterVersion'>,
  statements: readonly Statement[],
): Evidence => {
  const onEveryAttestation = {
    session_id: sessionId,
    cloudtrail_event_id: eventId,
    reporter_version: reporterVersion,
  };
  const subject = subjectOf(onEveryAttestation);
  return {
    subject,
    trail,
    attestations: statements.map((statement) => {
      const userData = { ...onEveryAttestation, ...statement.userData };
      const compared = comparedFields(statement.name, userData);
      return { ...statement, subject, sessionId, userData, compared };
    }),
  };
};

/** The trail of a session, by what is known of it. */
export const ofSession = (
  { session, caller, service }: SessionFacts,
  { trailNameTemplate }: EvidenceRules,
): Placed => {
  const { id: sessionId } = session;
  if (caller.kind === 'unattributed') {
    return { sessionId, eventId: null, trail: unattributedTrailName(sessionId) };
  }
  const serviceName = service.kind === 'described' ? service.serviceName : null;
  const trail = trailName(trailNameTemplate, caller.session, { sessionId, serviceName });
  return { sessionId, eventId: caller.session.eventId, trail };
};

const ofCall = (call: ApiCall, { trailNameTemplate }: EvidenceRules): Placed => ({
  sessionId: null,
  eventId: call.eventId,
  trail: trailName(trailNameTemplate, call, { sessionId: null, serviceName: null }),
});

/** Who opened the session, and in which service. */
export const planIdentity = (facts: SessionFacts, rules: EvidenceRules): Evidence => {
  const { caller, service } = facts;
  const containerName = caller.kind === 'attributed' ? caller.session.containerName : null;
  return evidenceOf(ofSession(facts, rules), rules, [
    userIdentity(caller),
    serviceIdentity(service, containerName),
  ]);
};

/** What was shown in the shell, for the same trail. */
export const planTranscript = (
  facts: SessionFacts,
  transcript: Transcript | GoneTranscript,
  rules: TranscriptRules,
): Evidence => evidenceOf(ofSession(facts, rules), rules, [commandLogs(facts, transcript, rules)]);

/** That nothing of what was shown in the shell was uploaded, for the same trail. */
export const planMissing = (
  facts: SessionFacts,
  missing: MissingTranscript,
  rules: EvidenceRules,
): Evidence => evidenceOf(ofSession(facts, rules), rules, [missingTranscript(facts, missing)]);

/** A call that was refused, on the trail of whoever made it. */
export const planRefusal = (call: FailedCall, rules: EvidenceRules): Evidence =>
  evidenceOf(ofCall(call, rules), rules, [accessDenied(call)]);

/** A session that was opened past ECS Exec, on the trail of whoever opened it. */
export const planBypass = (call: BypassCall, rules: EvidenceRules): Evidence =>
  evidenceOf(ofCall(call, rules), rules, [sessionBypass(call)]);
