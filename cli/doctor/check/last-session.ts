import { EXPECTED_ATTESTATIONS } from '../../../lambda/evidence/expected';
import { principalIdOf, unattributedTrailName } from '../../../lambda/session/trail-name';
import { durationOf } from '../duration';
import { type Finding, findingKinds } from '../finding';
import type { Facts } from '../look/facts';
import type { LastSession } from '../look/last-session';
import { unseenOf } from './unseen';

export const LAST_SESSION = findingKinds('last session', {
  'session-none': [
    'note',
    'event history of {region} shows no session that is over',
    'open one with aws ecs execute-command, close it, and run this again after {minutes} minutes',
  ],
  'session-open': ['note', 'opened {at}, and still open'],
  'session-call': ['ok', 'opened by {who}, {at}'],
  'session-ended': ['ok', '{after} after the call'],
  'session-end-unknown': ['note', "not in SSM's session history, which goes back 30 days"],
  'transcript-there': ['ok', '{after} after the {since}'],
  'transcript-awaited': ['note', 'not there yet; expected within {grace} minutes'],
  'transcript-missing': [
    'error',
    'missing {after} after the {since}',
    'see above under task roles, and whether the image has script and cat; a task that stopped takes its transcript along',
  ],
  'transcript-nowhere': [
    'error',
    'missing, because its cluster uploads none to the bucket',
    'see above under clusters',
  ],
  'evidence-there': ['ok', 'on trail {trail}: {delays} after the {since}'],
  'evidence-awaited': ['note', 'on trail {trail}, {missing} not there yet'],
  'evidence-missing': [
    'error',
    'on trail {trail}, {missing} missing {after} after the {since}',
    'see above under function and queues, and read the log of the function (runbook: nothing arrives at all); then have it reported again',
    'ecs-exec-evidence replay --session {session} --region {region} --function {name}',
  ],
  'session-unattributed': [
    'warning',
    'on trail {trail}: its caller was not found in time',
    'raise identity_deadline_minutes, or search a bucket with existingCloudTrail',
  ],
  'trail-unknown': [
    'note',
    'not looked at; the name of its trail needs the service, and ECS has forgotten the task',
    'run this within an hour of a session',
  ],
  'evidence-not-deployed': ['note', 'not looked at; nothing is deployed'],
  'evidence-without-token': ['note', 'not looked at; see above under Kosli'],
});

type Id = keyof typeof LAST_SESSION.kinds;

/** The step that a finding is about, where it is not the session. */
const SUBJECTS: Partial<Record<Id, string>> = {
  'session-ended': 'end',
  'session-end-unknown': 'end',
  'transcript-there': 'transcript',
  'transcript-awaited': 'transcript',
  'transcript-missing': 'transcript',
  'transcript-nowhere': 'transcript',
  'evidence-there': 'evidence',
  'evidence-awaited': 'evidence',
  'evidence-missing': 'evidence',
  'session-unattributed': 'evidence',
  'trail-unknown': 'evidence',
  'evidence-not-deployed': 'evidence',
  'evidence-without-token': 'evidence',
};

type Tell = (id: Id, values?: Readonly<Record<string, string | number>>) => Finding;

/** What delays are counted from: the end of the session, or its call where SSM does not know the end. */
interface Since {
  readonly name: 'end' | 'call';
  readonly at: Date;
}

const MINUTE_MS = 60_000;
const DEFAULT_GRACE_MINUTES = 180;
const DEFAULT_DEADLINE_MINUTES = 60;

const transcriptOf = (
  { transcript }: LastSession,
  since: Since,
  { plan, now }: Facts,
  tell: Tell,
): Finding[] => {
  if ('unseen' in transcript) return [...unseenOf(LAST_SESSION.about, 'transcript', transcript)];
  const { seen } = transcript;
  if (seen === 'nowhere') return [tell('transcript-nowhere')];
  const lateMs = now.getTime() - since.at.getTime();
  const grace = plan.deployed?.settings.transcriptGraceMinutes ?? DEFAULT_GRACE_MINUTES;
  if (seen !== null)
    return [
      tell('transcript-there', { after: durationOf(seen.getTime() - since.at.getTime()), since: since.name }),
    ];
  return lateMs <= grace * MINUTE_MS
    ? [tell('transcript-awaited', { grace })]
    : [tell('transcript-missing', { after: durationOf(lateMs), since: since.name })];
};

const withoutTrail = ({ plan, flow }: Facts, tell: Tell): Finding => {
  if (plan.deployed === null) return tell('evidence-not-deployed');
  return flow === null || 'unseen' in flow ? tell('evidence-without-token') : tell('trail-unknown');
};

const evidenceOf = (last: LastSession, since: Since, facts: Facts, tell: Tell): readonly Finding[] => {
  const { trail, session, transcript } = last;
  if (trail === null) return [withoutTrail(facts, tell)];
  const { name, attestations } = trail;
  if ('unseen' in attestations) return unseenOf(LAST_SESSION.about, 'evidence', attestations);
  const { seen: times } = attestations;
  const missing = EXPECTED_ATTESTATIONS.filter((one) => !times.has(one));
  const delays = EXPECTED_ATTESTATIONS.flatMap((one) => {
    const at = times.get(one);
    return at === undefined ? [] : [`${one} ${durationOf(at.getTime() - since.at.getTime())}`];
  }).join(', ');
  const values = { trail: name, missing: missing.join(', '), delays, since: since.name };
  if (missing.length > 0) {
    const { region, deployed } = facts.plan;
    const settings = deployed?.settings;
    const hasTranscript = 'seen' in transcript && transcript.seen instanceof Date;
    const minutes = hasTranscript
      ? (settings?.identityDeadlineMinutes ?? DEFAULT_DEADLINE_MINUTES)
      : (settings?.transcriptGraceMinutes ?? DEFAULT_GRACE_MINUTES) + 60;
    const lateMs = facts.now.getTime() - since.at.getTime();
    return lateMs <= minutes * MINUTE_MS
      ? [tell('evidence-awaited', values)]
      : [
          tell('evidence-missing', {
            ...values,
            after: durationOf(lateMs),
            session: session.id,
            region,
            name: deployed?.functionName ?? '',
          }),
        ];
  }
  const told = tell('evidence-there', values);
  return name === unattributedTrailName(session.id) ? [told, tell('session-unattributed', values)] : [told];
};

const follow = (last: LastSession, facts: Facts): readonly Finding[] => {
  const { session, endedAt } = last;
  const call = { who: principalIdOf(session.principal) ?? 'unknown', at: session.calledAt.toISOString() };
  const tell: Tell = (id, values = {}) =>
    LAST_SESSION.tell(id, SUBJECTS[id] ?? session.id, { ...call, ...values });
  const end = 'seen' in endedAt ? endedAt.seen : null;
  const since: Since = end === null ? { name: 'call', at: session.calledAt } : { name: 'end', at: end };
  const ended =
    end === null
      ? tell('session-end-unknown')
      : tell('session-ended', { after: durationOf(end.getTime() - session.calledAt.getTime()) });
  return [
    tell('session-call'),
    ...('unseen' in endedAt ? unseenOf(LAST_SESSION.about, 'end', endedAt) : [ended]),
    ...transcriptOf(last, since, facts, tell),
    ...evidenceOf(last, since, facts, tell),
  ];
};

/** Follows the last session that is over from its call to Kosli, with the delay of each step. */
export const checkLastSession = (facts: Facts): readonly Finding[] => {
  const { lastSession, sessions, plan } = facts;
  if ('unseen' in sessions) return unseenOf(LAST_SESSION.about, plan.region, sessions);
  const minutes = plan.deployed?.settings.identityDeadlineMinutes ?? DEFAULT_DEADLINE_MINUTES;
  return [
    ...lastSession.open.map(({ id, calledAt }) =>
      LAST_SESSION.tell('session-open', id, { at: calledAt.toISOString() }),
    ),
    ...(lastSession.last === null
      ? [LAST_SESSION.tell('session-none', plan.region, { region: plan.region, minutes })]
      : follow(lastSession.last, facts)),
  ];
};
