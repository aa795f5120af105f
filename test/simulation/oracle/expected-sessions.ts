import { sha256Of } from '../../../stand-ins/sha256';
import { GRACE } from '../scenario/plan-session';
import { HOUR, type PlannedSession, type PlannedUpload } from '../scenario/session';
import type { Outage } from '../services/kosli';
import { type Expectation, type Fields, trailOf } from './expectation';
import { isBuilt, type Part } from './parts';

/** How long a caller is waited for, from the first upload. */
const DEADLINE = HOUR;
/** The hourly search looks so far back; the daily one finds the rest. */
const HOURLY_WINDOW = 6 * HOUR;

type Rest = Pick<Expectation, 'name' | 'compliant' | 'fields'> & Partial<Expectation>;

const isAnnounced = ({ call }: PlannedSession): boolean => call.announcedAt.length > 0;
const isNotified = ({ uploads }: PlannedSession): boolean =>
  uploads.some(({ notifiedAt }) => notifiedAt.length > 0);
const firstUploadAt = ({ uploads }: PlannedSession): number => uploads[0]?.at ?? Number.NEGATIVE_INFINITY;

/** The caller is shown only when it is no longer waited for. */
const isGivenUp = (session: PlannedSession): boolean =>
  session.uploads.length > 0 && session.call.shownAt > firstUploadAt(session) + DEADLINE;

/** The uploads with contents that were not uploaded before. */
const distinct = (uploads: readonly PlannedUpload[]): readonly PlannedUpload[] =>
  uploads.filter((upload, n) => uploads.findIndex(({ bytes }) => bytes.equals(upload.bytes)) === n);

const identityPart = (session: PlannedSession): Part | null => {
  if (isAnnounced(session)) return null;
  if (isGivenUp(session)) return 'late callers';
  return isNotified(session) ? null : 'sessions that no event announced';
};

const transcriptPart = (session: PlannedSession): Part | null => {
  if (!isNotified(session)) return 'lost notifications';
  return isGivenUp(session) ? 'late callers' : null;
};

const serviceOf = ({ task, taskKnown }: PlannedSession): Rest => ({
  name: 'service-identity',
  // One that stopped is described for an hour.
  compliant: task.fate === 'stopped' ? null : taskKnown,
  fields: task.fate === 'stopped' ? {} : { service_name: taskKnown ? task.service : null },
});

const writerFields = ({ task }: PlannedSession, { writer }: PlannedUpload): Fields =>
  isBuilt('writers of transcripts')
    ? { writer_principal_id: `AROATASKROLE:${writer}`, writer_matches_task: String(writer === task.id) }
    : {};

const transcriptsOf = (session: PlannedSession): readonly Rest[] =>
  distinct(session.uploads).map((upload) => ({
    name: 'command-logs',
    compliant: !isBuilt('writers of transcripts') || upload.writer === session.task.id,
    fields: {
      sha256: sha256Of(upload.bytes),
      size_bytes: upload.bytes.length,
      key: session.key,
      // Who wrote an object only its notification says, and that is gone when a caller is found late.
      ...(upload.notifiedAt.length > 0 && !isGivenUp(session) && writerFields(session, upload)),
    },
    part: transcriptPart(session),
  }));

const CAUSES = {
  stopped: isBuilt('causes of forgotten tasks') ? 'task-stopped' : 'unknown',
  'without-uploads': 'upload-denied',
  unclear: 'unknown',
} as const;

/** A session is found missing by the hourly search while it is still in its window; else perhaps not before it arrives. */
const missingOf = (session: PlannedSession, outage: Outage): readonly Rest[] => {
  const { openedAt, endedAt, uploads, task } = session;
  if (uploads.length > 0 && firstUploadAt(session) < endedAt + GRACE) return [];
  const [from, to] = [endedAt + GRACE, openedAt + HOURLY_WINDOW];
  const isInWindow = from + HOUR < to && (outage.to < from || outage.from > from + HOUR);
  const isSurelyFound = uploads.length === 0 || isInWindow;
  return [
    {
      name: 'command-logs',
      compliant: false,
      fields: { sha256: null, cause: task.cluster.cause ?? CAUSES[task.fate] },
      part: 'missing transcripts',
      optional: !isSurelyFound,
    },
  ];
};

const replacementOf = ({ fault, uploads }: PlannedSession): readonly Rest[] => {
  const [first, second] = distinct(uploads);
  if (first === undefined || second === undefined) return [];
  return [
    {
      name: 'transcript-replaced',
      compliant: false,
      fields: { first_sha256: sha256Of(first.bytes), second_sha256: sha256Of(second.bytes) },
      // Within seconds of one another the two may be in the hands of two invocations.
      part: fault === 'transcript-overwritten' ? 'two invocations at the same time' : 'replaced transcripts',
    },
  ];
};

/** What the trail of a caller that nobody found holds. */
const unattributed = (session: PlannedSession): readonly Rest[] => [
  { name: 'user-identity', compliant: false, fields: { cloudtrail_event_id: null, principal_id: null } },
  serviceOf(session),
  ...transcriptsOf(session).map((rest) => ({ ...rest, part: null })),
  ...replacementOf(session),
];

const attributed = (session: PlannedSession, outage: Outage): readonly Rest[] => [
  {
    name: 'user-identity',
    compliant: true,
    fields: {
      cloudtrail_event_id: session.call.eventId,
      principal_id: `AROAEXAMPLE:${session.call.person}`,
      event_time: new Date(session.openedAt).toISOString(),
    },
    part: identityPart(session),
  },
  {
    ...serviceOf(session),
    part: identityPart(session),
    fields: { ...serviceOf(session).fields, task_arn: session.task.arn },
  },
  ...transcriptsOf(session),
  ...missingOf(session, outage),
  ...replacementOf(session),
];

/** What Kosli must hold of a session when everything has been done. */
export const expectedOfSession = (session: PlannedSession, outage: Outage): readonly Expectation[] => {
  const because = session.fault ?? 'nothing went wrong';
  const on = (trail: string, rests: readonly Rest[], optional = false): readonly Expectation[] =>
    rests.map((rest) => ({
      trail,
      subject: session.id,
      part: null,
      because,
      ...rest,
      optional: optional || rest.optional === true,
    }));
  const nobody = `unattributed-${session.id}`;
  if (session.fault === 'caller-never') return on(nobody, unattributed(session));
  return [
    ...on(trailOf(session.call.person), attributed(session, outage)),
    // Given up first, unless Kosli was down for just that time, and then found.
    ...(isGivenUp(session) ? on(nobody, unattributed(session), true) : []),
  ];
};
