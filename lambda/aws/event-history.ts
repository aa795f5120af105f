import { type CloudTrailClient, paginateLookupEvents } from '@aws-sdk/client-cloudtrail';
import type { Search } from '../ports';
import { OutOfTimeError } from '../reporter-error';
import { parseExecuteCommand } from '../session/parse-execute-command';
import type { Session, SoughtSession } from '../session/session';
import type { SessionId } from '../session/session-id';
import { outsideError } from './outside-error';

/** No session limit is documented for ECS Exec; two days hold a shell that somebody forgot over a day off. */
const LOOKBACK_MS = 48 * 60 * 60 * 1000;

// `CloudTrailEvent` is the record as a JSON string. One that does not parse names nobody; its session stays sought.
const recordOf = (event: string | undefined): unknown => {
  try {
    return JSON.parse(event ?? 'null');
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
};

/**
 * Looks for callers in CloudTrail's event history: one pass for all sessions, newest first, ended as soon as all are
 * found. The API allows two calls a second per account and region, shared with everybody else, cannot filter by session
 * id, and shows the last 90 days of one region. Never throws: a search that broke off keeps what it found.
 */
export const eventHistorySearch =
  (cloudtrail: CloudTrailClient, abortSignal: AbortSignal) =>
  async (sought: readonly SoughtSession[]): Promise<Search> => {
    const found = new Map<SessionId, Session>();
    const ids = new Set(sought.map(({ id }) => id));
    if (ids.size === 0) return { found, unfinished: null };
    const uploads = sought.map(({ uploadedAt }) => uploadedAt.getTime());
    const pages = paginateLookupEvents(
      { client: cloudtrail, pageSize: 50 },
      {
        LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'ExecuteCommand' }],
        StartTime: new Date(Math.min(...uploads) - LOOKBACK_MS),
        EndTime: new Date(Math.max(...uploads)),
      },
      { abortSignal },
    );
    try {
      for await (const { Events = [] } of pages) {
        abortSignal.throwIfAborted();
        for (const { CloudTrailEvent } of Events) {
          const session = parseExecuteCommand(recordOf(CloudTrailEvent), { source: 'event-history' });
          if (session !== null && ids.has(session.id)) found.set(session.id, session);
        }
        if (found.size === ids.size) break;
      }
    } catch (error) {
      const unfinished = abortSignal.aborted
        ? new OutOfTimeError('CloudTrail event history was not read to its end in the time there was')
        : outsideError(
            'CloudTrail LookupEvents',
            error,
            "The function's role needs cloudtrail:LookupEvents; check its policies, permissions boundary and the organization's SCPs.",
          );
      return { found, unfinished };
    }
    return { found, unfinished: null };
  };
