import { comparedFields, comparisonOf } from '../evidence/attestations';
import { EXPECTED_ATTESTATIONS } from '../evidence/expected';
import type { HeldEvidence, Ports } from '../ports';
import type { ReportingRules } from '../reporting-rules';
import type { SessionId } from '../session/session-id';
import { type RecordedSession, type SessionOnTrail, trailsOfSessions } from './trails-of-sessions';

/** What Kosli holds of a session that CloudTrail shows. */
export interface CheckedSession extends RecordedSession {
  readonly trail: string;
  readonly held: readonly HeldEvidence[];
  readonly lacksIdentity: boolean;
  readonly lacksTranscript: boolean;
}

export interface CheckedSessions {
  readonly checked: readonly CheckedSession[];
  /** Sessions whose trail cannot be told any more. */
  readonly untold: readonly SessionId[];
}

/** Whether the trail says who opened the session as event history does, which is CloudTrail's own word. */
const namesCaller = (held: readonly HeldEvidence[], eventId: string): boolean => {
  const now = comparedFields('user-identity', { cloudtrail_event_id: eventId, disagreeing_records: null });
  const { saysNothingNew } = comparisonOf('user-identity');
  return held.some(({ name, compared }) => name === 'user-identity' && saysNothingNew(now, compared));
};

const check = (
  { record, session }: SessionOnTrail,
  trail: string,
  held: readonly HeldEvidence[],
): CheckedSession => ({
  record,
  session,
  trail,
  held,
  lacksIdentity: !namesCaller(held, session.eventId) || !held.some(({ name }) => name === 'service-identity'),
  lacksTranscript: !held.some(({ name }) => name === 'command-logs'),
});

/** Asks each trail once what it holds of these sessions. */
export const checkSessions = async (
  ports: Ports,
  rules: ReportingRules,
  sessions: readonly RecordedSession[],
): Promise<CheckedSessions> => {
  const onTrails = await trailsOfSessions(ports, rules, sessions);
  const byTrail = new Map<string, SessionOnTrail[]>();
  const untold: SessionId[] = [];
  for (const session of onTrails) {
    const { trail } = session;
    if (trail === null) untold.push(session.session.id);
    else byTrail.set(trail, [...(byTrail.get(trail) ?? []), session]);
  }
  const checked: CheckedSession[] = [];
  for (const [trail, ofTrail] of byTrail) {
    const ids = new Set(ofTrail.map(({ session }) => session.id));
    const held = await ports.audit.readTrail(trail, EXPECTED_ATTESTATIONS, ids);
    for (const session of ofTrail) {
      const heldOfSession = held.filter(({ subject }) => subject === session.session.id);
      checked.push(check(session, trail, heldOfSession));
    }
  }
  return { checked, untold };
};
