import { type CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import type { RecordedCall, TimeSpan } from '../ports';
import { DependencyUnavailableError } from '../reporter-error';
import { parseExecuteCommand } from '../session/execute-command-record';
import type { OpenedSession } from '../session/session';
import { type Time, within } from '../time';
import type { CallMemory } from './call-memory';

/** CloudTrail's event history, and what is remembered of it. */
export interface EventHistory {
  readonly cloudtrail: CloudTrailClient;
  readonly memory: CallMemory;
}

export interface LookupQuery {
  readonly eventName: 'ExecuteCommand' | 'StartSession';
  readonly span: TimeSpan;
  /** Of the page before; null for the newest. */
  readonly nextToken: string | null;
}

/** A page of event history, newest first. */
export interface EventPage {
  readonly calls: readonly RecordedCall[];
  /** Those of `calls` that opened a session of ECS Exec. */
  readonly opened: readonly OpenedSession[];
  /** The events whose record could not be read. */
  readonly unreadable: readonly RecordedCall[];
  /** When its oldest event happened; null for an empty page. */
  readonly readBackTo: Date | null;
  /** Null on the last page. */
  readonly nextToken: string | null;
  /** Whether it was refused at first, most likely for coming too fast. */
  readonly repeated: boolean;
}

export const LOOKUP_ADVICE =
  "The function's role needs cloudtrail:LookupEvents; check its policies, permissions boundary and the organization's SCPs.";

const MAX_RESULTS = 50;

// `CloudTrailEvent` is the record as a JSON string. One that does not parse identifies nobody.
const recordOf = (event: string | undefined, eventName: string): object | null => {
  try {
    const record: unknown = JSON.parse(event ?? 'null');
    // A record nested too deeply to be stringified could not be attached as evidence.
    JSON.stringify(record);
    // That of another call would not be told from one that is not there.
    return typeof record === 'object' &&
      record !== null &&
      'eventName' in record &&
      record.eventName === eventName
      ? record
      : null;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return null;
    throw error;
  }
};

const timeOf = (record: object): Date =>
  new Date('eventTime' in record ? String(record.eventTime) : Number.NaN);

/**
 * Reads one page of event history, and remembers the sessions whose opening it shows.
 *
 * @throws the SDK's errors; DependencyUnavailableError when the answer is none of CloudTrail's
 */
export const lookUpEvents = async (
  { cloudtrail, memory }: EventHistory,
  { eventName, span, nextToken }: LookupQuery,
  time: Time,
): Promise<EventPage> => {
  const command = new LookupEventsCommand({
    LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: eventName }],
    StartTime: span.from,
    EndTime: span.to,
    MaxResults: MAX_RESULTS,
    ...(nextToken !== null && { NextToken: nextToken }),
  });
  const answer = await within(time, cloudtrail.send(command, { abortSignal: time.signal }));
  const { Events, NextToken } = answer;
  // CloudTrail says `"Events": []` where there are none; an empty body of something in between must not read as that.
  if (!Array.isArray(Events))
    throw new DependencyUnavailableError(
      `CloudTrail LookupEvents (${eventName}) answered without a list of events, expected "Events", be it empty`,
    );
  const calls: RecordedCall[] = [];
  const unreadable: RecordedCall[] = [];
  for (const { CloudTrailEvent, EventId, EventTime } of Events) {
    const record = recordOf(CloudTrailEvent, eventName);
    const at = EventTime ?? timeOf(record ?? {});
    const hasTime = !Number.isNaN(at.getTime());
    if (record !== null && hasTime) calls.push({ record, at });
    // It happened within the span.
    else unreadable.push({ record: null, at: hasTime ? at : span.to, unreadable: EventId ?? 'without id' });
  }
  const opened = calls.flatMap(({ record }) => {
    const read = parseExecuteCommand(record, { source: 'event-history' });
    return read.kind === 'opened' ? [read.session] : [];
  });
  for (const session of opened) memory.remember(session);
  return {
    calls,
    opened,
    unreadable,
    readBackTo: Events.at(-1)?.EventTime ?? null,
    nextToken: NextToken ?? null,
    repeated: (answer.$metadata?.attempts ?? 1) > 1,
  };
};
