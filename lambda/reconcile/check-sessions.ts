import { comparedFields, comparisonOf } from '../evidence/attestations';
import { type EvidenceOfSession, evidenceOfSessions } from '../evidence-of-sessions';
import type { HeldEvidence, Ports } from '../ports';
import type { ReportingRules } from '../reporting-rules';
import type { OpenedSession } from '../session/session';
import type { SessionId } from '../session/session-id';

/** A session that CloudTrail shows, with its record. */
export interface RecordedSession {
  readonly record: unknown;
  readonly session: OpenedSession;
}

/** What Kosli holds of a session that CloudTrail shows. */
export interface CheckedSession extends RecordedSession {
  readonly trail: string;
  readonly held: readonly HeldEvidence[];
  readonly lacksIdentity: boolean;
  readonly lacksTranscript: boolean;
}

export interface CheckedSessions {
  readonly checked: readonly CheckedSession[];
  /** Sessions whose trail nobody can tell any more; looking on another would report them twice. */
  readonly untold: readonly SessionId[];
}

/** Whether the trail says who opened the session as event history does, which is CloudTrail's own word. */
const namesCaller = (held: readonly HeldEvidence[], eventId: string): boolean => {
  const now = comparedFields('user-identity', { cloudtrail_event_id: eventId, disagreeing_records: null });
  const { saysNothingNew } = comparisonOf('user-identity');
  return held.some(({ name, compared }) => name === 'user-identity' && saysNothingNew(now, compared));
};

const check = ({ record, session, trail, held }: RecordedSession & EvidenceOfSession): CheckedSession => ({
  record,
  session,
  trail,
  held,
  lacksIdentity: !namesCaller(held, session.eventId) || !held.some(({ name }) => name === 'service-identity'),
  lacksTranscript: !held.some(({ name }) => name === 'command-logs'),
});

/** What Kosli holds of these sessions, and what it lacks. */
export const checkSessions = async (
  ports: Ports,
  rules: ReportingRules,
  sessions: readonly RecordedSession[],
): Promise<CheckedSessions> => {
  const found = await evidenceOfSessions(ports, rules, sessions);
  return {
    checked: found.filter(({ certain }) => certain).map(check),
    untold: found.filter(({ certain }) => !certain).map(({ session }) => session.id),
  };
};
