import type { Service } from '../service/service';
import { trailName, unattributedTrailName } from '../session/trail-name';
import type { GoneTranscript, Transcript, TranscriptRef } from '../transcript/transcript';
import type { Evidence } from './attestation';
import type { Caller } from './caller';
import { commandLogs } from './command-logs';
import { serviceIdentity } from './service-identity';
import { userIdentity } from './user-identity';

/** Everything known of one session. */
export interface SessionFacts {
  readonly caller: Caller;
  readonly service: Service;
  readonly ref: TranscriptRef;
  readonly transcript: Transcript | GoneTranscript;
}

/** All that will be attested of a session, and on which trail: the README's table as code. */
export const planEvidence = (
  facts: SessionFacts,
  settings: { readonly trailNameTemplate: string; readonly reporterVersion: string },
): Evidence => {
  const { caller, service, ref, transcript } = facts;
  const session = caller.kind === 'attributed' ? caller.session : null;
  const serviceName = service.kind === 'described' ? service.serviceName : null;
  const onEveryAttestation = {
    session_id: ref.sessionId,
    cloudtrail_event_id: session?.eventId ?? null,
    reporter_version: settings.reporterVersion,
  };
  const attestations = [
    userIdentity(caller),
    serviceIdentity(service, session?.containerName ?? null),
    commandLogs(caller, ref, transcript),
  ];
  return {
    sessionId: ref.sessionId,
    trail:
      session === null
        ? unattributedTrailName(ref.sessionId)
        : trailName(settings.trailNameTemplate, session, serviceName),
    attestations: attestations.map((attestation) => ({
      ...attestation,
      userData: { ...onEveryAttestation, ...attestation.userData },
    })),
  };
};
