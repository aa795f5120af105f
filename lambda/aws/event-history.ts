import { type CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import type { PlaceToSearch, SearchResult, SearchResults, Trace } from '../ports';
import { DependencyUnavailableError, OutOfTimeError } from '../reporter-error';
import { parseExecuteCommand } from '../session/execute-command-record';
import { withRecord } from '../session/records-of-session';
import type { OpenedSession, SoughtSession } from '../session/session';
import type { SessionId } from '../session/session-id';
import { type Time, within } from '../time';
import { type LookupWindow, lookupWindows } from './lookup-windows';
import { toReporterError } from './to-reporter-error';

/** Enough for a hundred pages and more, and leaves the CloudTrail bucket its share. */
const SHARE_OF_TIME = 1 / 4;
// A page holds fifty calls, and most batches are found on the first. Only after these pages is SSM asked, to save further ones.
const PAGES_BEFORE_TRACING = 2;

/** The progress of reading one window of event history, newest first. */
interface Pass {
  readonly window: LookupWindow;
  pages: number;
  readBackTo: Date | null;
  nextToken: string | null;
  ended: boolean;
}
const begin = (window: LookupWindow): Pass => ({
  window,
  pages: 0,
  readBackTo: null,
  nextToken: null,
  ended: false,
});

const covers = ({ from, to }: LookupWindow, at: Date): boolean => from <= at && at <= to;

type Found = Map<SessionId, readonly OpenedSession[]>;

// `CloudTrailEvent` is the record as a JSON string. One that does not parse identifies nobody, so its session stays missing.
const recordOf = (event: string | undefined): unknown => {
  try {
    const record: unknown = JSON.parse(event ?? 'null');
    // A record nested too deeply to be stringified could not be attached as evidence.
    JSON.stringify(record);
    return record;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return null;
    throw error;
  }
};

const readPage = async (
  cloudtrail: CloudTrailClient,
  pass: Pass,
  abortSignal: AbortSignal,
): Promise<readonly OpenedSession[]> => {
  const { Events = [], NextToken } = await cloudtrail.send(
    new LookupEventsCommand({
      LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'ExecuteCommand' }],
      StartTime: pass.window.from,
      EndTime: pass.window.to,
      MaxResults: 50,
      ...(pass.nextToken !== null && { NextToken: pass.nextToken }),
    }),
    { abortSignal },
  );
  pass.pages += 1;
  pass.readBackTo = Events.at(-1)?.EventTime ?? pass.readBackTo;
  pass.nextToken = NextToken ?? null;
  return Events.flatMap(({ CloudTrailEvent }) => {
    const record = parseExecuteCommand(recordOf(CloudTrailEvent), { source: 'event-history' });
    return record.kind === 'opened' ? [record.session] : [];
  });
};

/** The result for a session that this pass did not find. */
const resultOf = ({ window, pages, readBackTo, ended }: Pass, why: Error | null): SearchResult => {
  const span = `between ${window.from.toISOString()} and ${window.to.toISOString()}`;
  if (ended) {
    const summary = `CloudTrail event history showed no ExecuteCommand call with this session id ${span}`;
    return { records: [], summary, complete: true, stoppedBy: null };
  }
  const backTo = readBackTo === null ? '' : `, back to ${readBackTo.toISOString()}`;
  const progress = pages === 0 ? 'no page was read' : `pages read: ${pages}${backTo}`;
  const unread = `CloudTrail event history was not read to its end ${span} (${progress})`;
  const inTime = `${unread} in the time available`;
  // A search without any progress got no answer; one with some may run out of time again, however often it is repeated.
  const outOfTime = pages === 0 ? new DependencyUnavailableError(inTime) : new OutOfTimeError(inTime);
  const stoppedBy = why ?? outOfTime;
  const summary = why === null ? stoppedBy.message : `${unread}: ${why.message}`;
  return { records: [], summary, complete: false, stoppedBy };
};

/**
 * Searches CloudTrail's event history: one page of each window in turn, newest first, until all sessions are found. The API
 * allows two calls a second per account and region, shared with all other users, cannot filter by session id, and covers
 * the last 90 days of one region. Never throws: a search that breaks off keeps what it found.
 */
const searchEventHistory =
  (cloudtrail: CloudTrailClient) =>
  async (sought: readonly SoughtSession[], trace: Trace, time: Time): Promise<SearchResults> => {
    const found: Found = new Map();
    const isMissing = (id: SessionId) => !found.has(id);
    const passOf = new Map<SessionId, Pass>();
    const addWindows = (windows: readonly LookupWindow[]): void => {
      for (const window of windows) {
        const pass = begin(window);
        for (const id of window.ids) passOf.set(id, pass);
      }
    };
    /** Every pass that a missing session still needs. */
    const open = () =>
      [...new Set(passOf.values())].filter(
        (pass) => !pass.ended && pass.window.ids.some((id) => isMissing(id) && passOf.get(id) === pass),
      );

    /** Searches around the start that SSM knows, instead of the rest of a long window, or where no window was. */
    const searchAroundStarts = async (): Promise<void> => {
      const missing = sought.filter(({ id }) => isMissing(id));
      const traces = await trace(missing.map(({ id }) => id));
      addWindows(
        lookupWindows(
          missing.flatMap((session) => {
            const startedAt = traces.get(session.id)?.startedAt ?? null;
            const pass = passOf.get(session.id);
            const wasRead = pass?.ended === true && startedAt !== null && covers(pass.window, startedAt);
            return startedAt === null || wasRead ? [] : [{ ...session, startedAt }];
          }),
        ),
      );
    };

    const readOpen = async (): Promise<void> => {
      for (let turn = 1; open().length > 0; turn += 1) {
        for (const pass of open()) {
          time.signal.throwIfAborted();
          for (const session of await readPage(cloudtrail, pass, time.signal))
            if (passOf.has(session.id))
              found.set(session.id, withRecord(found.get(session.id) ?? [], session));
          pass.ended = pass.nextToken === null;
        }
        if (turn === PAGES_BEFORE_TRACING) return;
      }
    };

    const read = async (): Promise<void> => {
      await readOpen();
      if (sought.some(({ id }) => isMissing(id))) await searchAroundStarts();
      while (open().length > 0) await readOpen();
    };

    addWindows(lookupWindows(sought.map((session) => ({ ...session, startedAt: null }))));
    const failure = await within(time, read()).then(
      () => null,
      (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
    );
    const why =
      failure === null || time.signal.aborted
        ? null
        : toReporterError(
            'CloudTrail LookupEvents',
            failure,
            "The function's role needs cloudtrail:LookupEvents; check its policies, permissions boundary and the organization's SCPs.",
          );
    return new Map(
      [...passOf].map(([id, pass]): [SessionId, SearchResult] => {
        const records = found.get(id);
        return [
          id,
          records === undefined
            ? resultOf(pass, why)
            : { records, summary: '', complete: true, stoppedBy: null },
        ];
      }),
    );
  };

/** CloudTrail's event history as a place to search. */
export const eventHistory = (cloudtrail: CloudTrailClient): PlaceToSearch => ({
  name: 'CloudTrail event history',
  shareOfTime: SHARE_OF_TIME,
  search: searchEventHistory(cloudtrail),
});
