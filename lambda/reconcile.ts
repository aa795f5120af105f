import { cursorOf, type Phase, type Position } from './messages/cursor';
import type { OwnMessage } from './messages/own-message';
import type { Reconcile, Request } from './messages/request';
import { failed, type Outcome } from './outcome';
import type { Ports, RecordedCall, TimeSpan } from './ports';
import { type CheckedPage, checkExecuteCommands, checkStartSessions } from './reconcile/check-page';
import { type Explained, type ExplainedSessions, explained } from './reconcile/explained-sessions';
import { isThorough, phasesOf, spanOf, spanOfBypasses } from './reconcile/position';
import { checkReported, reportDifferences } from './reconcile/settled-transcripts';
import { NOTHING_YET, plus, type ReconcileTally } from './reconcile/tally';
import { unexplainedTranscripts } from './reconcile/unexplained-transcripts';
import { warnOfUntold } from './reconcile/warn-of-untold';
import type { ReportingRules } from './reporting-rules';
import type { SessionId } from './session/session-id';

/** What became of a reconciliation, and where it has to go on, if it has to. */
interface Progress {
  readonly tally: ReconcileTally;
  readonly next: Position | null;
}

/** A reconciliation in one invocation. */
interface Run {
  readonly request: Reconcile;
  readonly span: TimeSpan;
  /** Of that, what is old enough to be looked at. */
  readonly overdue: TimeSpan;
  /** Whether there is time for more. */
  readonly mayBegin: () => boolean;
  /** The sessions whose calls were read, once all of them were. */
  explained: ExplainedSessions | null;
  /** The sessions whose trail nobody could tell. */
  readonly untold: Set<SessionId>;
}

/** The share of the time that is kept to finish what was begun; what is left to do then goes on in a message. */
const KEPT_BACK = 1 / 4;

const oldestOf = (page: readonly RecordedCall[]): Date | null =>
  page.reduce<Date | null>((oldest, { at }) => (oldest === null || at < oldest ? at : oldest), null);

/** Goes through one of CloudTrail's lists until its end, or until it has to go on in a message. */
const goThroughCalls = async (
  ports: Ports,
  { mayBegin }: Run,
  phase: 'calls' | 'bypasses',
  span: TimeSpan,
  checkPage: (page: readonly RecordedCall[]) => Promise<CheckedPage>,
): Promise<Progress> => {
  let tally = NOTHING_YET;
  const eventName = phase === 'calls' ? 'ExecuteCommand' : 'StartSession';
  for await (const page of ports.audit.listCalls(eventName, span)) {
    const { messages, tally: ofPage } = await checkPage(page);
    await ports.audit.send(messages);
    tally = plus(tally, ofPage);
    const oldest = oldestOf(page);
    // Going on from where it began would be no progress.
    if (!mayBegin() && oldest !== null && oldest < span.to) {
      return { tally, next: { phase, after: oldest.toISOString() } };
    }
  }
  return { tally, next: null };
};

const upTo = (span: TimeSpan, latest: Date): TimeSpan =>
  latest < span.to ? { from: span.from, to: latest } : span;

/** What is younger than the grace may still be on its way, and is looked at later. */
const overdueOnly = (span: TimeSpan, now: Date, { transcriptGraceMinutes }: ReportingRules): TimeSpan => {
  return upTo(span, new Date(now.getTime() - transcriptGraceMinutes * 60_000));
};

const withMessages = (page: CheckedPage, more: readonly OwnMessage[]): CheckedPage => ({
  ...page,
  messages: [...page.messages, ...more],
  tally: { ...page.tally, queued: page.tally.queued + more.length },
});

const carryOutPhase = async (
  ports: Ports,
  rules: ReportingRules,
  run: Run,
  { phase, after }: Position,
): Promise<Progress> => {
  const { request, span, overdue } = run;
  if (phase === 'keys') return unexplainedTranscripts(ports, rules, run, after);
  const ofPhase = phase === 'bypasses' ? spanOfBypasses(request, span) : overdue;
  const until = after === null ? ofPhase : upTo(ofPhase, new Date(after));
  if (until.to < until.from) return { tally: NOTHING_YET, next: null };
  const thorough = isThorough(request);
  const isComplete = thorough ? () => false : ports.completeSessions.has;
  const sessions = new Map<SessionId, Explained | null>();
  const progress = await goThroughCalls(ports, run, phase, until, async (page) => {
    if (phase === 'bypasses') return checkStartSessions(ports, rules, page);
    const checked = await checkExecuteCommands(ports, rules, page, isComplete);
    for (const { session, trail } of checked.sessions) sessions.set(session.id, explained(session, trail));
    for (const id of checked.untold) sessions.set(id, null);
    for (const id of checked.untold) run.untold.add(id);
    await reportDifferences(ports, rules, checked.sessions);
    const unreported = thorough ? await checkReported(ports, rules, checked.sessions) : [];
    for (const { session, lacksIdentity, lacksTranscript } of checked.sessions)
      if (!lacksIdentity && !lacksTranscript) ports.completeSessions.add(session.id);
    return withMessages(checked, unreported);
  });
  if (phase === 'calls' && after === null && progress.next === null) run.explained = sessions;
  return progress;
};

const following = (phases: readonly Phase[], phase: Phase): Position | null => {
  const next = phases[phases.indexOf(phase) + 1];
  return next === undefined ? null : { phase: next, after: null };
};

/**
 * What carries a run on that is not done. The keys of the bucket are compared with all calls of the window, which an invocation
 * has to be able to read again; so a run that had no time for all calls is cut in two there, each with its own keys and bypasses.
 */
const continuations = (request: Reconcile, span: TimeSpan, next: Position): readonly OwnMessage[] => {
  const { daily } = request;
  const [from, to] = [span.from.toISOString(), span.to.toISOString()];
  if (next.phase === 'calls' && next.after !== null && isThorough(request)) {
    const keys = cursorOf({ phase: 'keys', after: null });
    return [
      { kind: 'reconcile', from: next.after, to, daily, cursor: keys },
      { kind: 'reconcile', from, to: next.after, daily },
    ];
  }
  // A scheduled run goes on as one: how far back it looks follows from its end.
  return [{ kind: 'reconcile', ...(request.from !== null && { from }), to, daily, cursor: cursorOf(next) }];
};

const goThroughPhases = async (ports: Ports, rules: ReportingRules, run: Run): Promise<Outcome> => {
  const { request, span } = run;
  const phases = phasesOf(request);
  let position: Position | null = request.position ?? { phase: 'calls', after: null };
  let tally = NOTHING_YET;
  while (position !== null) {
    const { phase }: Position = position;
    const progress = await carryOutPhase(ports, rules, run, position);
    tally = plus(tally, progress.tally);
    position = progress.next ?? following(phases, phase);
    if (position !== null && (progress.next !== null || !run.mayBegin())) {
      await ports.audit.send(continuations(request, span, position));
      return { kind: 'reconciled', tally, continues: true };
    }
  }
  return { kind: 'reconciled', tally, continues: false };
};

const carryOut = async (ports: Ports, rules: ReportingRules, request: Reconcile): Promise<Outcome> => {
  // Taken once: a window that moves with the clock would leave out what happened meanwhile.
  const now = ports.now();
  const span = spanOf(request, now, rules);
  const keptMs = ports.time.leftMs() * KEPT_BACK;
  const run: Run = {
    request,
    span,
    overdue: overdueOnly(span, now, rules),
    mayBegin: () => ports.time.leftMs() >= keptMs,
    explained: null,
    untold: new Set(),
  };
  try {
    return await goThroughPhases(ports, rules, run);
  } finally {
    warnOfUntold(ports, run.untold);
  }
};

/**
 * Compares CloudTrail's list of calls with what Kosli holds, and queues what is missing: identities, transcripts that nobody
 * announced, transcripts that did not come in time, refused calls and bypasses. Driven by the calls, so its cost grows with the
 * sessions of the window and not with the bucket. A window too large for one invocation goes on in messages of its own. Never
 * throws.
 */
export const reconcile = async (
  ports: Ports,
  rules: ReportingRules,
  requests: readonly Reconcile[],
): Promise<ReadonlyMap<Request, Outcome>> => {
  const outcomes = new Map<Request, Outcome>();
  for (const request of requests) {
    outcomes.set(request, await carryOut(ports, rules, request).catch(failed));
  }
  return outcomes;
};
