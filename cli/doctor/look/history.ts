import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { DependencyUnavailableError } from '../../../lambda/reporter-error';
import { parseExecuteCommand } from '../../../lambda/session/execute-command-record';
import type { BypassCall, OpenedSession } from '../../../lambda/session/session';
import { parseStartSession } from '../../../lambda/session/start-session-record';
import type { Clients } from './clients';
import { type Look, look } from './look';

/** Calls in event history, newest first, as far as it was read. */
export interface CallHistory<Call> {
  readonly calls: readonly Call[];
  /** How many events were read, of this call by anybody. */
  readonly read: number;
  /** Whether there are older ones that were not read. */
  readonly more: boolean;
}

/** Event history allows two look-ups a second to all of the account; 50 events each. */
const MAX_PAGES = 3;

const parsed = (text: string | undefined): unknown => {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
};

type CloudTrail = Pick<Clients, 'cloudtrail'>;

const readHistory = async <Call>(
  { cloudtrail }: CloudTrail,
  eventName: string,
  callOf: (record: unknown) => Call | null,
): Promise<CallHistory<Call>> => {
  const calls: Call[] = [];
  let read = 0;
  let NextToken: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const answer = await cloudtrail.send(
      new LookupEventsCommand({
        LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: eventName }],
        NextToken,
      }),
    );
    if (!Array.isArray(answer.Events))
      throw new DependencyUnavailableError('CloudTrail answered without a list of events');
    for (const { CloudTrailEvent } of answer.Events) {
      read += 1;
      const call = callOf(parsed(CloudTrailEvent));
      if (call !== null) calls.push(call);
    }
    NextToken = answer.NextToken;
    if (NextToken === undefined) break;
  }
  return { calls, read, more: NextToken !== undefined };
};

const HISTORY = { source: 'event-history' } as const;
const PERMISSION = 'cloudtrail:LookupEvents';

/** The newest sessions that were opened in the last 90 days. */
export const lookAtSessions = (clients: CloudTrail): Promise<Look<CallHistory<OpenedSession>>> =>
  look('the ExecuteCommand calls of event history', PERMISSION, () =>
    readHistory(clients, 'ExecuteCommand', (record) => {
      const call = parseExecuteCommand(record, HISTORY);
      return call.kind === 'opened' ? call.session : null;
    }),
  );

/** The newest shells that were opened past ECS Exec. */
export const lookAtBypasses = (clients: CloudTrail): Promise<Look<CallHistory<BypassCall>>> =>
  look('the StartSession calls of event history', PERMISSION, () =>
    readHistory(clients, 'StartSession', (record) => {
      const call = parseStartSession(record, HISTORY);
      return call.kind === 'bypass' ? call.call : null;
    }),
  );
