import type { Attestation } from '../evidence/attestation';
import { planBypass, planRefusal } from '../evidence/plan-evidence';
import { groupBy } from '../group-by';
import type { OwnMessage } from '../messages/own-message';
import type { Ports, RecordedCall } from '../ports';
import type { ReportingRules } from '../reporting-rules';
import { withoutStreamSecrets } from '../session/api-call-record';
import { parseExecuteCommand } from '../session/execute-command-record';
import type { SessionId } from '../session/session-id';
import { parseStartSession } from '../session/start-session-record';
import { type CheckedSession, checkSessions, type RecordedSession } from './check-sessions';
import { findTranscripts, isOverdue } from './find-transcripts';
import type { ReconcileTally } from './tally';

/** What a page of CloudTrail's list shows: what Kosli lacks, as messages, and what it holds. */
export interface CheckedPage {
  readonly messages: readonly OwnMessage[];
  readonly tally: ReconcileTally;
  readonly sessions: readonly CheckedSession[];
  /** Sessions whose trail nobody can tell any more. */
  readonly untold: readonly SessionId[];
}

const FOUND_IN = { source: 'event-history' } as const;

const reportAgain = (record: unknown): OwnMessage => ({
  kind: 'api-call',
  record: withoutStreamSecrets(record),
});

/** Calls that are attested once each and are not on their trail yet. */
const lackingCalls = async (
  { audit }: Ports,
  calls: readonly { readonly record: unknown; readonly trail: string; readonly attestation: Attestation }[],
): Promise<readonly OwnMessage[]> => {
  const messages: OwnMessage[] = [];
  for (const [trail, ofTrail] of groupBy(calls, (call) => call.trail)) {
    const names = [...new Set(ofTrail.map(({ attestation }) => attestation.name))];
    const subjects = new Set(ofTrail.map(({ attestation }) => attestation.subject));
    const held = new Set((await audit.readTrail(trail, names, subjects)).map(({ subject }) => subject));
    for (const { attestation, record } of ofTrail)
      if (!held.has(attestation.subject)) messages.push(reportAgain(record));
  }
  return messages;
};

const transcriptMessages = async (
  ports: Ports,
  rules: ReportingRules,
  lacking: readonly CheckedSession[],
): Promise<{ readonly messages: readonly OwnMessage[]; readonly open: number }> => {
  const states = await findTranscripts(
    ports,
    rules,
    lacking.map(({ session }) => session),
  );
  const messages = lacking.flatMap(({ record, session }): OwnMessage[] => {
    const state = states.get(session.id);
    if (state?.kind === 'uploaded') return [{ kind: 'transcript', object: state.transcript }];
    return state?.kind === 'missing'
      ? [{ kind: 'transcript-missing', record: withoutStreamSecrets(record) }]
      : [];
  });
  return { messages, open: lacking.length - messages.length };
};

/**
 * A page of `ExecuteCommand` calls. Of sessions younger than the grace everything may still be on its way; to report it from here
 * too could leave it on the trail twice. `isComplete` says of which sessions a warm function knows that nothing is missing.
 */
export const checkExecuteCommands = async (
  ports: Ports,
  rules: ReportingRules,
  page: readonly RecordedCall[],
  isComplete: (id: SessionId) => boolean,
): Promise<CheckedPage> => {
  const now = ports.now();
  const opened = new Map<SessionId, RecordedSession>();
  const refusals = new Map<string, Parameters<typeof lackingCalls>[1][number]>();
  const unreadable: unknown[] = [];
  let known = 0;
  let underWay = 0;
  for (const { record } of page) {
    const read = parseExecuteCommand(record, FOUND_IN);
    if (read.kind === 'unreadable') unreadable.push({ eventId: read.eventId, reason: read.reason });
    if (read.kind === 'opened' && isComplete(read.session.id)) known += 1;
    else if (read.kind === 'opened' && !isOverdue(read.session.calledAt, now, rules)) underWay += 1;
    else if (read.kind === 'opened') opened.set(read.session.id, { record, session: read.session });
    if (read.kind !== 'refused') continue;
    const { trail, attestations } = planRefusal(read.call, rules);
    for (const attestation of attestations) refusals.set(attestation.subject, { record, trail, attestation });
  }
  if (unreadable.length > 0)
    ports.audit.warn('CloudTrail shows ExecuteCommand calls whose session cannot be read', unreadable);
  const { checked, untold } = await checkSessions(ports, rules, [...opened.values()]);
  const identities = checked
    .filter(({ lacksIdentity }) => lacksIdentity)
    .map(({ record }) => reportAgain(record));
  const transcripts = await transcriptMessages(
    ports,
    rules,
    checked.filter(({ lacksTranscript }) => lacksTranscript),
  );
  const messages = [
    ...identities,
    ...transcripts.messages,
    ...(await lackingCalls(ports, [...refusals.values()])),
  ];
  const complete = checked.filter(({ lacksIdentity, lacksTranscript }) => !lacksIdentity && !lacksTranscript);
  return {
    messages,
    sessions: checked,
    untold,
    tally: {
      sessions: known + underWay + opened.size,
      complete: known + complete.length,
      open: underWay + transcripts.open,
      untold: untold.length,
      otherCalls: refusals.size,
      queued: messages.length,
    },
  };
};

/** A page of `StartSession` calls. */
export const checkStartSessions = async (
  ports: Ports,
  rules: ReportingRules,
  page: readonly RecordedCall[],
): Promise<CheckedPage> => {
  const bypasses = page.flatMap(({ record }) => {
    const read = parseStartSession(record, FOUND_IN);
    if (read.kind !== 'bypass') return [];
    const { trail, attestations } = planBypass(read.call, rules);
    return attestations.map((attestation) => ({ record, trail, attestation }));
  });
  const messages = await lackingCalls(ports, bypasses);
  return {
    messages,
    sessions: [],
    untold: [],
    tally: {
      sessions: 0,
      complete: 0,
      open: 0,
      untold: 0,
      otherCalls: bypasses.length,
      queued: messages.length,
    },
  };
};
