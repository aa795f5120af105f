import type { ShownAttestation, ShownCaller, ShownSession, ShownTranscript } from './shown-session';

type UserData = ShownAttestation['userData'];

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const callerOf = (data: UserData): ShownCaller | null => {
  const caller = {
    principalId: text(data.principal_id),
    arn: text(data.arn),
    type: text(data.type),
    sourceIp: text(data.source_ip),
    userAgent: text(data.user_agent),
    mfa: typeof data.mfa_authenticated === 'boolean' ? data.mfa_authenticated : null,
  };
  return caller.principalId === null && caller.arn === null && caller.type === null ? null : caller;
};

/** The account in an ARN: `arn:aws:ecs:eu-central-1:111122223333:cluster/production`. */
const accountOf = (arn: string | null): string | null => arn?.split(':')[4] || null;

/** What an attestation of a session says that speaks for all of its name: the last that Kosli got. */
const lastOf = (attestations: readonly ShownAttestation[], name: string): UserData =>
  attestations.findLast((attestation) => attestation.name === name)?.userData ?? {};

/**
 * A session as its attestations tell it.
 *
 * @param attestations of this session, in the order in which Kosli got them, with the fields of docs/reference.md
 */
export const sessionOfAttestations = (
  sessionId: string,
  trail: ShownSession['trail'],
  attestations: readonly ShownAttestation[],
  transcript: ShownTranscript,
): ShownSession => {
  const [user, service, logs] = ['user-identity', 'service-identity', 'command-logs'].map((name) =>
    lastOf(attestations, name),
  ) as [UserData, UserData, UserData];
  const clusterArn = text(service.cluster_arn);
  return {
    sessionId,
    caller: callerOf(user),
    what: {
      clusterArn,
      service: text(service.service_name),
      taskArn: text(service.task_arn),
      container: text(service.container_name),
      image: text(service.image),
      command: text(logs.command),
    },
    // The task's account, not the caller's.
    where: { accountId: accountOf(clusterArn ?? text(service.task_arn)), region: text(user.region) },
    when: {
      openedAt: text(logs.started_at) ?? text(user.event_time),
      endedAt: text(logs.ended_at),
      uploadedAt: text(logs.uploaded_at),
    },
    trail,
    attestations,
    transcript,
  };
};
