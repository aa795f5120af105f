import pMap, { pMapSkip } from 'p-map';
import { type CallsOfDay, callCollector } from './completeness/calls-of-day';
import { chooseTrail } from './completeness/choose-trail';
import { type Day, dayBefore, dueAt, dueDays, isInHistory, spanOf } from './completeness/day';
import { etagOf, isUnversioned, type SessionOnKosli, sessionLine } from './completeness/session-line';
import {
  isComplete,
  type SessionOfDay,
  type StatementOfDay,
  statementOfDay,
} from './completeness/statement-of-day';
import { stateTheSame } from './evidence/attestations';
import { completenessTrail, isStatement, planCompleteness, statedFields } from './evidence/completeness';
import { evidenceOfSessions } from './evidence-of-sessions';
import { groupBy } from './group-by';
import type { Completeness, Request } from './messages/request';
import { failed, type Outcome, type Report } from './outcome';
import type { HeldEvidence, Ports } from './ports';
import { DependencyUnavailableError, SetupError } from './reporter-error';
import type { ReportingRules } from './reporting-rules';
import type { AwsLocation } from './session/session';

const HEADS_AT_A_TIME = 8;

/** Everything CloudTrail shows of a day; throws when it was not read to its end, so that no day is stated by half. */
const readCalls = async ({ audit }: Ports, day: Day): Promise<CallsOfDay> => {
  const collector = callCollector(day);
  for (const eventName of ['ExecuteCommand', 'StartSession'] as const) {
    for await (const page of audit.listCalls(eventName, spanOf(day)))
      for (const { record, unreadable } of page) {
        if (unreadable === undefined) collector.take(record, { source: 'event-history' });
        else collector.takeUnreadable(unreadable);
      }
  }
  return collector.calls();
};

/** What Kosli holds of the sessions of a day. */
const sessionsOnKosli = async (
  ports: Ports,
  rules: ReportingRules,
  { opened }: CallsOfDay,
): Promise<readonly SessionOnKosli[]> => {
  const records = [...opened.values()].flat().map((session) => ({ session }));
  const found = groupBy(await evidenceOfSessions(ports, rules, records), ({ session }) => session.id);
  return [...opened.keys()].map((id) => chooseTrail(id, found.get(id) ?? []));
};

const lookUpTranscript = async ({ audit }: Ports, session: SessionOnKosli): Promise<SessionOfDay> => {
  const line = sessionLine(session);
  const { bucket, key, version_id: versionId } = line;
  if (bucket === null || key === null) return { line, transcriptInS3: false };
  try {
    const found = await audit.findTranscript({ bucket, key, versionId });
    if (found === null) return { line, transcriptInS3: false };
    const etag = etagOf(session);
    const isAnother = isUnversioned(versionId) && etag !== null && found.etag !== null && found.etag !== etag;
    return isAnother
      ? { line, transcriptInS3: false, problem: 'overwritten' }
      : { line, transcriptInS3: true };
  } catch (error) {
    if (error instanceof DependencyUnavailableError) throw error;
    // One place that S3 does not show, which an attestation may name at will, must not keep the day from being stated.
    audit.warn(
      `The transcript of ${line.session_id} could not be looked at; its day is stated without it`,
      error,
    );
    return { line, transcriptInS3: false, problem: 'refused' };
  }
};

const countDay = async (ports: Ports, rules: ReportingRules, day: Day): Promise<StatementOfDay> => {
  const calls = await readCalls(ports, day);
  const sessions = await pMap(
    await sessionsOnKosli(ports, rules, calls),
    (session) => lookUpTranscript(ports, session),
    { concurrency: HEADS_AT_A_TIME },
  );
  return statementOfDay(day, calls, sessions);
};

const revisionOf = ({ compared }: HeldEvidence): number => Number(compared.revision);

/** The statement of a day with the highest revision, and whether its trail holds others of this name that are not statements. */
const readStatements = async ({ audit }: Ports, location: AwsLocation, day: Day) => {
  const trail = completenessTrail(location, day);
  const held = await audit.readTrail(trail, ['completeness'], new Set([day]));
  const statements = held.filter(({ compared }) => isStatement(compared));
  const foreign = held.length - statements.length;
  if (foreign > 0)
    audit.warn(
      `Trail "${trail}" holds completeness attestations that are not statements of this reporter (revision expected to be a ` +
        'positive integer, merkle_root 64 hex digits). They are left aside; find out who attests there.',
      { attestations: foreign },
    );
  const [newest = null] = statements.toSorted((one, other) => revisionOf(other) - revisionOf(one));
  return { newest, leftAside: foreign > 0 };
};

/** Why a day cannot be stated now, or null. */
const whyNot = (day: Day, now: Date, graceMinutes: number): Error | null => {
  const due = dueAt(day, graceMinutes);
  if (now < due) {
    const waitAtLeastSeconds = Math.ceil((due.getTime() - now.getTime()) / 1000);
    return new DependencyUnavailableError(`${day} is not stated before ${due.toISOString()}`, {
      waitAtLeastSeconds,
    });
  }
  if (isInHistory(day, now)) return null;
  return new SetupError(
    `${day} cannot be stated: CloudTrail's event history keeps 90 days. Ask for a day that is in it, and delete this message.`,
  );
};

const stateDay = async (
  ports: Ports,
  rules: ReportingRules,
  location: AwsLocation,
  day: Day,
): Promise<Report> => {
  const now = ports.now();
  const reason = whyNot(day, now, rules.transcriptGraceMinutes);
  if (reason !== null) throw reason;
  const before = dayBefore(day);
  const { newest: previous, leftAside } = await readStatements(ports, location, before);
  // The days chain: whoever comes first here, the older day is stated first.
  if (previous === null && dueDays(now, rules.transcriptGraceMinutes).includes(before))
    throw new DependencyUnavailableError(`${day} is stated after ${before}, which has no statement yet`);
  const statement = await countDay(ports, rules, day);
  const { newest } = await readStatements(ports, location, day);
  const isNewest = dueDays(now, rules.transcriptGraceMinutes).at(-1) === day;
  const about = {
    subject: day,
    attributed: true,
    ...(isNewest && { statementCompliant: isComplete(statement) }),
  };
  if (newest !== null && stateTheSame(statedFields(statement), newest.compared))
    return { ...about, trail: completenessTrail(location, day), sent: [], held: ['completeness'] };
  const revision = {
    number: newest === null ? 1 : revisionOf(newest) + 1,
    previousRoot: previous === null ? null : String(previous.compared.merkle_root),
    previousLeftAside: previous === null && leftAside,
  };
  return {
    ...about,
    ...(await ports.reportEvidence(planCompleteness(location, statement, revision, rules))),
  };
};

/**
 * A message for each day that is due: one that does not fit into this invocation must not hold up the others. The newest is to be
 * stated, and the oldest looked at once more; one between them only if its statement is missing.
 */
const queueDueDays = async (ports: Ports, rules: ReportingRules, location: AwsLocation): Promise<Outcome> => {
  const days = dueDays(ports.now(), rules.transcriptGraceMinutes);
  const lookAt = async (day: Day, index: number): Promise<boolean> =>
    index === 0 || index === days.length - 1 || (await readStatements(ports, location, day)).newest === null;
  const due = await pMap(days, async (date, index) => ((await lookAt(date, index)) ? date : pMapSkip));
  await ports.audit.send(due.map((date) => ({ kind: 'completeness', date })));
  return { kind: 'done' };
};

const byDay = ({ date: one }: Completeness, { date: other }: Completeness): number =>
  (one ?? '') < (other ?? '') ? -1 : 1;

/**
 * States of days what CloudTrail, S3 and Kosli hold, the oldest first. What was stated before and is still so is not stated
 * again; what changed is a further revision. A day that is not read to its end waits, and with it those after it. Never throws.
 */
export const stateCompleteness = async (
  ports: Ports,
  rules: ReportingRules,
  requests: readonly Completeness[],
): Promise<ReadonlyMap<Request, Outcome>> => {
  const outcomes = new Map<Request, Outcome>();
  for (const request of requests.toSorted(byDay)) {
    const { date, location } = request;
    const outcome =
      date === null
        ? queueDueDays(ports, rules, location)
        : stateDay(ports, rules, location, date).then((report): Outcome => ({ kind: 'reported', report }));
    outcomes.set(request, await outcome.catch(failed));
  }
  return outcomes;
};
