import type { Service } from '../service/service';
import type { SessionId } from '../session/session-id';
import { trailName, unattributedTrailName } from '../session/trail-name';
import type { GoneTranscript, Transcript, TranscriptRef } from '../transcript/transcript';
import type { Attestation, Evidence } from './attestation';
import type { Caller } from './caller';
import { commandLogs } from './command-logs';
import { serviceIdentity } from './service-identity';
import { userIdentity } from './user-identity';

/** What is known of a session, whether or not it has a transcript. */
export interface SessionFacts {
  readonly sessionId: SessionId;
  readonly caller: Caller;
  readonly service: Service;
}

/** What the settings say of evidence. */
export interface EvidenceRules {
  readonly trailNameTemplate: string;
  readonly reporterVersion: string;
}

const evidenceOf = (
  { sessionId, caller, service }: SessionFacts,
  { trailNameTemplate, reporterVersion }: EvidenceRules,
  attestations: readonly Attestation[],
): Evidence => {
  const session = caller.kind === 'attributed' ? caller.session : null;
  const serviceName = service.kind === 'described' ? service.serviceName : null;
  const onEveryAttestation = {
    session_id: sessionId,
    cloudtrail_event_id: session?.eventId ?? null,
    reporter_version: reporterVersion,
  };
  return {
    sessionId,
    trail:
      session === null
        ? unattributedTrailName(sessionId)
        : trailName(trailNameTemplate, session, serviceName),
    attestations: attestations.map((attestation) => ({
      ...attestation,
      userData: { ...onEveryAttestation, ...attestation.userData },
    })),
  };
};

/** Who it was and where: reported first, because it does not need the transcript, which may take long or never be read. */
export const planIdentity = (facts: SessionFacts, rules: EvidenceRules): Evidence => {
  const { caller, service } = facts;
  const containerName = caller.kind === 'attributed' ? caller.session.containerName : null;
  return evidenceOf(facts, rules, [userIdentity(caller), serviceIdentity(service, containerName)]);
};

/** What was shown in the shell, on the same trail. */
export const planTranscript = (
  facts: SessionFacts,
  ref: TranscriptRef,
  transcript: Transcript | GoneTranscript,
  rules: EvidenceRules,
): Evidence => evidenceOf(facts, rules, [commandLogs(facts.caller, ref, transcript)]);
