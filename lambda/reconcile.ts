import type { OwnMessage } from './messages/own-message';
import type { Reconcile, Request } from './messages/request';
import { failed, type Outcome } from './outcome';
import type { Ports, RecordedCall } from './ports';
import { type CheckedPage, checkExecuteCommands, checkStartSessions } from './reconcile/check-page';
import { cursorOf, type Phase, type Position, phasesOf, positionOf, spanOf } from './reconcile/position';
import { reportDeletions, reportDifferences } from './reconcile/settled-transcripts';
import { NOTHING_YET, plus, type ReconcileTally } from './reconcile/tally';
import { unexplainedTranscripts } from './reconcile/unexplained-transcripts';
import type { ReportingRules } from './reporting-rules';

/** What became of a reconciliation, and where it has to go on, if it has to. */
interface Progress {
  readonly tally: ReconcileTally;
  readonly next: Position | null;
}

const oldestOf = (page: readonly RecordedCall[]): Date | null =>
  page.reduce<Date | null>((oldest, { at }) => (oldest === null || at < oldest ? at : oldest), null);

/** Goes through one of CloudTrail's lists until its end, or until half of the time is used up. */
const goThroughCalls = async (
  ports: Ports,
  phase: 'calls' | 'bypasses',
  span: { readonly from: Date; readonly to: Date },
  checkPage: (page: readonly RecordedCall[]) => Promise<CheckedPage>,
): Promise<Progress> => {
  const enoughMs = ports.time.leftMs() / 2;
  let tally = NOTHING_YET;
  const eventName = phase === 'calls' ? 'ExecuteCommand' : 'StartSession';
  for await (const page of ports.audit.listCalls(eventName, span)) {
    const { messages, tally: ofPage } = await checkPage(page);
    await ports.audit.send(messages);
    tally = plus(tally, ofPage);
    const oldest = oldestOf(page);
    // Going on from where it began would be no progress.
    if (ports.time.leftMs() < enoughMs && oldest !== null && oldest < span.to) {
      return { tally, next: { phase, after: oldest.toISOString() } };
    }
  }
  return { tally, next: null };
};

const carryOutPhase = async (
  ports: Ports,
  rules: ReportingRules,
  request: Reconcile,
  { phase, after }: Position,
): Promise<Progress> => {
  const span = spanOf(request, ports.now());
  if (phase === 'keys') return unexplainedTranscripts(ports, span, after);
  const until = after === null ? span : { ...span, to: new Date(after) };
  const isComplete = request.daily ? () => false : ports.completeSessions.has;
  return goThroughCalls(ports, phase, until, async (page) => {
    if (phase === 'bypasses') return checkStartSessions(ports, rules, page);
    const checked = await checkExecuteCommands(ports, rules, page, isComplete);
    await reportDifferences(ports, rules, checked.sessions);
    if (request.daily) await reportDeletions(ports, rules, checked.sessions);
    for (const { session, lacksIdentity, lacksTranscript } of checked.sessions)
      if (!lacksIdentity && !lacksTranscript) ports.completeSessions.add(session.id);
    return checked;
  });
};

const continuation = (request: Reconcile, span: { from: Date; to: Date }, next: Position): OwnMessage => ({
  kind: 'reconcile',
  from: span.from.toISOString(),
  to: span.to.toISOString(),
  daily: request.daily,
  cursor: cursorOf(next),
});

const following = (phases: readonly Phase[], phase: Phase): Position | null => {
  const next = phases[phases.indexOf(phase) + 1];
  return next === undefined ? null : { phase: next, after: null };
};

const carryOut = async (ports: Ports, rules: ReportingRules, request: Reconcile): Promise<Outcome> => {
  const phases = phasesOf(request);
  const halfMs = ports.time.leftMs() / 2;
  // Taken once: a window that moves with the clock would leave out what happened meanwhile.
  const span = spanOf(request, ports.now());
  const fixed = { ...request, ...span };
  let position: Position | null = positionOf(request.cursor);
  let tally = NOTHING_YET;
  while (position !== null) {
    const { phase }: Position = position;
    const progress = await carryOutPhase(ports, rules, fixed, position);
    tally = plus(tally, progress.tally);
    position = progress.next ?? following(phases, phase);
    if (position !== null && (progress.next !== null || ports.time.leftMs() < halfMs)) {
      await ports.audit.send([continuation(request, span, position)]);
      return { kind: 'reconciled', tally, continues: true };
    }
  }
  return { kind: 'reconciled', tally, continues: false };
};

/**
 * Compares CloudTrail's list of calls with what Kosli holds, and queues what is missing: identities, transcripts that nobody
 * announced, transcripts that did not come in time, refused calls and bypasses. Driven by the calls, so its cost grows with the
 * sessions of the window and not with the bucket. A window too large for one invocation goes on in a message of its own. Never
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
