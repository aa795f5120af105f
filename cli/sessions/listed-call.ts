import type { AttestationName } from '../../lambda/evidence/attestations';
import type { SessionId } from '../../lambda/session/session-id';

/**
 * What Kosli holds of an attestation. One that is not compliant counts, whatever came after it. `awaited`: the session is open, or
 * so young that it may still come; `unknown`: the trail has a service in its name that ECS has forgotten, or SSM gave no answer
 * about when the session ended.
 */
export type AttestationState = 'ok' | 'not compliant' | 'awaited' | 'missing' | 'unknown';

/** A call as it is listed: a session that was opened, a call that was refused, or a session past ECS Exec. Times are ISO 8601. */
export interface ListedCall {
  readonly kind: 'session' | 'refused' | 'bypass';
  /** Null where the call opened no session of ECS Exec. */
  readonly sessionId: SessionId | null;
  /** CloudTrail's id of the call. */
  readonly eventId: string;
  readonly calledAt: string;
  readonly caller: {
    /** What people call them: the role session name, or what else there is. */
    readonly name: string;
    readonly principalId: string | null;
    readonly arn: string | null;
    readonly sourceIp: string | null;
  };
  readonly where: {
    readonly accountId: string | null;
    readonly region: string;
    readonly cluster: string | null;
    /** As Kosli has it; null for a stand-alone task, or where Kosli lacks it. */
    readonly service: string | null;
    readonly taskArn: string | null;
    readonly container: string | null;
  };
  readonly open: boolean;
  /** As SSM has it, for 30 days; later when the transcript was uploaded. */
  readonly endedAt: string | null;
  readonly durationSeconds: number | null;
  readonly trail: string;
  readonly attestations: Readonly<Partial<Record<AttestationName, AttestationState>>>;
}

/** A call that was not refused, and of which cannot be read which session it opened, if any. */
export interface UnreadableListedCall {
  readonly eventName: 'ExecuteCommand' | 'StartSession';
  /** CloudTrail's id of the call; null where it has none. */
  readonly eventId: string | null;
  /** ISO 8601; null where that cannot be read either. */
  readonly calledAt: string | null;
  /** Null where the record is none. */
  readonly caller: ListedCall['caller'] | null;
  /** What was given, and what was expected. */
  readonly reason: string;
}

/** The calls of a stretch of time, newest first. */
export interface ListedPeriod {
  readonly from: string;
  readonly to: string;
  readonly calls: readonly ListedCall[];
  readonly unreadable: readonly UnreadableListedCall[];
}

/** The worst state that occurs: what is wrong before what could not be told, and that before what may still come. */
export const worstOf = (calls: readonly ListedCall[]): AttestationState => {
  const states = new Set(calls.flatMap(({ attestations }) => Object.values(attestations)));
  const order = ['missing', 'not compliant', 'unknown', 'awaited'] as const;
  return order.find((state) => states.has(state)) ?? 'ok';
};
