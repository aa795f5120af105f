import type { PlaceToSearch, SearchResult, SearchResults, TimeSpan, Trace } from '../ports';
import { DependencyUnavailableError, OutOfTimeError } from '../reporter-error';
import { withRecord } from '../session/records-of-session';
import type { OpenedSession, SoughtSession, TracedSession } from '../session/session';
import type { SessionId } from '../session/session-id';
import { type Time, within } from '../time';
import { type EventHistory, type EventPage, LOOKUP_ADVICE, lookUpEvents } from './lookup-events';
import { lookupPace } from './lookup-pace';
import { type LookupWindow, lookupWindows, MIN_GAP_MS } from './lookup-windows';
import { recentReads } from './recent-reads';
import { toReporterError } from './to-reporter-error';

/** Enough for a hundred pages and more, and leaves the CloudTrail bucket its share. */
const SHARE_OF_TIME = 1 / 4;
// A page holds fifty calls, and most batches are found on the first. Only then is SSM asked, to save further ones.
const PAGES_BEFORE_TRACING = 1;
// A page holds the newest fifty calls of what is asked for: what it shows beyond the window costs nothing, and is remembered.
const FURTHER_BACK_MS = 6 * 60 * 60 * 1000;
/** So many sessions at once are a burst, of which other batches are about calls in between: what lies between is read through. */
const BURST_SESSIONS = 40;
const SESSIONS_A_PAGE_OF_GAP = 10;
/** For how long look-ups keep apart once CloudTrail has refused one: another of our functions searches too, or anybody else does. */
const CONSIDERATE_MS = 60_000;

/** The progress of reading one window of event history, newest first. */
interface Pass {
  readonly window: LookupWindow;
  /** What CloudTrail is asked for: a page token is good for that only. */
  readonly span: TimeSpan;
  pages: number;
  readBackTo: Date | null;
  nextToken: string | null;
  /** Those that pages were asked for with. */
  readonly tokens: Set<string>;
  ended: boolean;
  /** Null for one that is being read now. */
  readonly readAt: Date | null;
}
const begin = (window: LookupWindow): Pass => ({
  window,
  span: { from: new Date(window.from.getTime() - FURTHER_BACK_MS), to: window.to },
  pages: 0,
  readBackTo: null,
  nextToken: null,
  tokens: new Set(),
  ended: false,
  readAt: null,
});

/**
 * Where the calls of a window may come soon after what this pass has read, its next pages are read, and no separate look-up
 * begins in the middle of them: without a gap, they show other batches what they are for.
 */
const continued = (pass: Pass | undefined, window: LookupWindow, gapMs: number): Pass | null => {
  const readBackTo = pass?.readBackTo ?? null;
  if (pass === undefined || readBackTo === null || pass.ended || pass.readAt !== null) return null;
  if (window.to.getTime() < readBackTo.getTime() - gapMs || window.from < pass.window.from) return null;
  // The pass itself goes on where a session of it has no known start: both then read the same pages, each with its own tokens.
  const tokens = new Set(pass.tokens);
  return { ...pass, tokens, window: { ...window, to: pass.window.to }, ended: readBackTo < window.from };
};

/** How much time a full page shows, at least `MIN_GAP_MS`; null of one that is not full. */
const spanOfPage = ({ calls, readBackTo, nextToken }: EventPage): number | null => {
  const newest = calls[0]?.at;
  if (newest === undefined || readBackTo === null || nextToken === null) return null;
  return Math.max(newest.getTime() - readBackTo.getTime(), MIN_GAP_MS);
};

const covers = ({ from, to }: LookupWindow, at: Date): boolean => from <= at && at <= to;

type Found = Map<SessionId, readonly OpenedSession[]>;

/** The window of a session that no pass was begun for, because the time ran out first. */
const windowOf = (session: SoughtSession, now: Date): LookupWindow => {
  const [window] = lookupWindows([{ ...session, startedAt: null }], now);
  return window ?? { from: session.firstUploadedAt, to: session.uploadedAt, ids: [session.id] };
};

/** The result for a session that this pass did not find. */
const resultOf = ({ window, pages, readBackTo, ended, readAt }: Pass, why: Error | null): SearchResult => {
  const span = `between ${window.from.toISOString()} and ${window.to.toISOString()}`;
  if (ended) {
    const summary = `CloudTrail event history showed no ExecuteCommand call with this session id ${span}`;
    return { records: [], summary, complete: true, stoppedBy: null, ...(readAt !== null && { readAt }) };
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
 * the last 90 days of one region; so it is not asked for sessions that are remembered. Never throws: a search that breaks off
 * keeps what it found.
 */
const searchEventHistory = (history: EventHistory) => {
  const recent = recentReads();
  const pace = lookupPace();
  let refusedAt = Number.NEGATIVE_INFINITY;
  let pageMs = MIN_GAP_MS;
  const gapFor = (sessions: number): number =>
    sessions < BURST_SESSIONS ? MIN_GAP_MS : (pageMs * sessions) / SESSIONS_A_PAGE_OF_GAP;
  return async (sought: readonly SoughtSession[], trace: Trace, time: Time): Promise<SearchResults> => {
    const found: Found = new Map();
    for (const { id } of sought) {
      const remembered = history.memory.recall(id);
      if (remembered.length > 0) found.set(id, remembered);
    }
    const missing = () => sought.filter(({ id }) => !found.has(id));
    const passOf = new Map<SessionId, Pass>();
    const aroundStart = new Set<SessionId>();
    const addWindows = (sessions: readonly TracedSession[]): void => {
      const left = missing().length;
      const gapMs = gapFor(left);
      for (const window of lookupWindows(sessions, new Date(), gapMs)) {
        const [first] = window.ids;
        const before = first === undefined || left < BURST_SESSIONS ? undefined : passOf.get(first);
        const pass = continued(before, window, gapMs) ?? begin(window);
        for (const id of window.ids) passOf.set(id, pass);
      }
    };
    /** Every pass that a missing session still needs. */
    const open = () =>
      [...new Set(passOf.values())].filter(
        (pass) => !pass.ended && pass.window.ids.some((id) => !found.has(id) && passOf.get(id) === pass),
      );

    /** Searches around the start that SSM knows, instead of the rest of a long window, or where no window was. */
    const searchAroundStarts = async (sessions: readonly SoughtSession[]): Promise<void> => {
      const untraced = sessions.filter(({ id }) => !aroundStart.has(id));
      if (untraced.length === 0) return;
      const traces = await trace(untraced.map(({ id }) => id));
      const traced = untraced.flatMap((session) => {
        const startedAt = traces.get(session.id)?.startedAt ?? null;
        const pass = passOf.get(session.id);
        const wasRead = pass?.ended === true && startedAt !== null && covers(pass.window, startedAt);
        return startedAt === null || wasRead ? [] : [{ ...session, startedAt }];
      });
      for (const { id } of traced) aroundStart.add(id);
      addWindows(traced);
    };

    /** Leaves out sessions that another search would have shown so recently that it is too soon to look again. */
    const leaveOutJustRead = async (): Promise<void> => {
      const now = new Date();
      const traces = await trace(missing().map(({ id }) => id));
      for (const { id, deadline } of missing()) {
        const startedAt = traces.get(id)?.startedAt ?? null;
        const read = startedAt && recent.tooRecent(startedAt, now);
        // Whoever is reported without a caller was looked for after the deadline.
        if (read === null || (read.readAt < deadline && deadline <= now)) continue;
        passOf.set(id, { ...begin({ ...read, ids: [id] }), ended: true, readAt: read.readAt });
        aroundStart.add(id);
      }
    };

    const readPage = async (pass: Pass): Promise<void> => {
      time.signal.throwIfAborted();
      if (performance.now() - refusedAt < CONSIDERATE_MS) await pace.wait(time);
      const { window, span, nextToken } = pass;
      const page = await lookUpEvents(history, { eventName: 'ExecuteCommand', span, nextToken }, time);
      for (const session of page.opened)
        if (passOf.has(session.id)) found.set(session.id, withRecord(found.get(session.id) ?? [], session));
      if (page.repeated) {
        refusedAt = performance.now();
        pace.restart();
      }
      pageMs = spanOfPage(page) ?? pageMs;
      // Each would show the same page again, and take one of the two calls a second that everybody shares.
      if (page.nextToken !== null && pass.tokens.has(page.nextToken))
        throw new DependencyUnavailableError('CloudTrail LookupEvents gave a page token twice');
      if (page.nextToken !== null) pass.tokens.add(page.nextToken);
      pass.pages += 1;
      pass.readBackTo = page.readBackTo ?? pass.readBackTo;
      pass.nextToken = page.nextToken;
      const from = page.nextToken === null ? span.from : pass.readBackTo;
      pass.ended = from !== null && from < window.from;
      const readAt = new Date();
      if (from !== null) recent.note({ from, to: span.to < readAt ? span.to : readAt, readAt });
    };

    const readOpen = async (): Promise<void> => {
      for (let turn = 1; open().length > 0; turn += 1) {
        for (const pass of open()) if (open().includes(pass)) await readPage(pass);
        if (turn === PAGES_BEFORE_TRACING) return;
      }
    };

    const read = async (): Promise<void> => {
      if (recent.any(new Date())) {
        await leaveOutJustRead();
        await searchAroundStarts(missing());
      }
      const elsewhere = missing().filter(({ id }) => !aroundStart.has(id));
      addWindows(elsewhere.map((session) => ({ ...session, startedAt: null })));
      await readOpen();
      await searchAroundStarts(missing());
      while (open().length > 0) await readOpen();
    };

    const failure = await within(time, read()).then(
      () => null,
      (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
    );
    const why =
      failure === null || time.signal.aborted
        ? null
        : toReporterError('CloudTrail LookupEvents', failure, LOOKUP_ADVICE);
    return new Map(
      sought.map((session): [SessionId, SearchResult] => {
        const records = found.get(session.id);
        if (records !== undefined)
          return [session.id, { records, summary: '', complete: true, stoppedBy: null }];
        return [session.id, resultOf(passOf.get(session.id) ?? begin(windowOf(session, new Date())), why)];
      }),
    );
  };
};

/** CloudTrail's event history as a place to search. */
export const eventHistory = (history: EventHistory): PlaceToSearch => ({
  name: 'CloudTrail event history',
  shareOfTime: SHARE_OF_TIME,
  search: searchEventHistory(history),
});
