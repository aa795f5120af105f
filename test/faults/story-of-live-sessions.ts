import { apiCallEvent } from '../../stand-ins/aws/api-call-event';
import { person } from '../../stand-ins/recorded-session/callers';
import { executeCommandRecord } from '../../stand-ins/recorded-session/execute-command-record';
import { startSessionRecord } from '../../stand-ins/recorded-session/start-session-record';
import { serviceTask } from '../../stand-ins/recorded-session/task';
import { recordedTranscript } from '../../stand-ins/recorded-session/transcript';
import type { Stage } from '../../stand-ins/stage';
import { uploadTranscript } from '../end-to-end/sessions';
import type { Fault } from './fault';
import { beginTrailOfAlice, type Story, type Transcripts } from './story';
import { ALICE, BOB } from './who';

const CALLERS = [
  [ALICE, 'alice'],
  [BOB, 'bob'],
] as const;
const openedAt = new Date(Date.now() - 60_000);

const RECORDS = CALLERS.map(([sessionId, name]) =>
  executeCommandRecord({ sessionId, userIdentity: person(name), eventId: `event-of-${sessionId}`, openedAt }),
);
const CALLS_OF_MALLORY = [
  executeCommandRecord({
    userIdentity: person('mallory'),
    eventId: 'refused-to-mallory',
    openedAt,
    refusal: {
      errorCode: 'AccessDeniedException',
      errorMessage: 'not authorized to perform: ecs:ExecuteCommand',
    },
  }),
  startSessionRecord({ userIdentity: person('mallory'), eventId: 'bypassed-by-mallory', openedAt }),
];

/** EventBridge hears of the calls that opened both sessions. */
export const announceStarts = async (stage: Stage): Promise<void> => {
  for (const record of RECORDS) await stage.publish(apiCallEvent(record));
};

const endSessions = async (stage: Stage, { alice, bob }: Transcripts): Promise<void> => {
  stage.cloudtrail.record(...RECORDS);
  for (const bytes of alice) await uploadTranscript(stage, { id: ALICE, bytes });
  for (const bytes of bob) await uploadTranscript(stage, { id: BOB, bytes });
};

const begin = async (stage: Stage, { order, withCallsOfMallory }: Fault): Promise<Transcripts> => {
  beginTrailOfAlice(stage);
  stage.ecs.run(serviceTask());
  const now = new Date();
  const transcripts = { alice: [recordedTranscript(now, ALICE)], bob: [recordedTranscript(now, BOB)] };
  if (order !== 'transcripts first') await announceStarts(stage);
  if (order !== undefined) await endSessions(stage, transcripts);
  if (withCallsOfMallory === true)
    for (const record of CALLS_OF_MALLORY) await stage.publish(apiCallEvent(record));
  return transcripts;
};

/**
 * Two sessions are opened, and EventBridge says so while they are open; afterwards they end, and their transcripts are uploaded.
 * EventBridge, which delivers at least once, says it once more then.
 */
export const LIVE_SESSIONS: Story = {
  options: { liveSessions: true },
  begin,
  goOn: async (stage, { order }, transcripts) => {
    if (order === undefined) await endSessions(stage, transcripts);
    await announceStarts(stage);
  },
};
