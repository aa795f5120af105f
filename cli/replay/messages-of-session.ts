import { findTranscripts, keyIn } from '../../lambda/reconcile/find-transcripts';
import { withoutStreamSecrets } from '../../lambda/session/api-call-record';
import type { OpenedSession } from '../../lambda/session/session';
import type { SessionId } from '../../lambda/session/session-id';
import type { Settings } from '../../lambda/settings';
import { findCall } from '../calls/find-call';
import type { AwsAccount } from '../deployment/open-account';
import { CommandError } from '../exit-code';
import type { PlannedMessage } from './planned-messages';

export type ReplayPorts = Pick<
  AwsAccount,
  'listCalls' | 'traceSessions' | 'now' | 'describeLogging' | 'findTranscript' | 'openSessions'
>;

/** Messages, and what is not sent for a session and why. */
export interface PlannedReplay {
  readonly planned: readonly PlannedMessage[];
  readonly remarks: readonly string[];
}

const planTranscript = async (
  ports: ReplayPorts,
  rules: Pick<Settings, 'transcriptBucket' | 'transcriptPrefix'>,
  id: SessionId,
  session: OpenedSession | null,
): Promise<PlannedMessage | null> => {
  const cluster = session?.task?.cluster;
  const logging = cluster === undefined ? undefined : (await ports.describeLogging([cluster])).get(cluster);
  const key = keyIn(rules, logging, id);
  const object = await ports.findTranscript({ bucket: rules.transcriptBucket, key, versionId: null });
  return object === null
    ? null
    : {
        message: { kind: 'transcript', object },
        because: `the transcript at s3://${object.bucket}/${key}, uploaded ${object.uploadedAt.toISOString()}`,
      };
};

/**
 * What reports one session again: its call, and its transcript, or that there is none where nothing may still be on its way.
 *
 * @throws CommandError when neither is found
 */
export const messagesOfSession = async (
  ports: ReplayPorts,
  settings: Settings,
  id: SessionId,
): Promise<PlannedReplay> => {
  const call = await findCall(ports, id);
  const transcript = await planTranscript(ports, settings, id, call?.session ?? null);
  if (call === null) {
    if (transcript === null)
      throw new CommandError(
        `Nothing is known of ${id}: event history shows no call that opened it in 90 days (a call appears there some minutes late), and ${settings.transcriptBucket} has no transcript of it where one is expected. Name the transcript with --key s3://<bucket>/<key>.`,
      );
    return { planned: [transcript], remarks: [`Event history shows no call that opened ${id}.`] };
  }
  const { record, session } = call;
  const safe = withoutStreamSecrets(record);
  const opened: PlannedMessage = {
    message: { kind: 'api-call', record: safe },
    because: `the call ${session.eventId} of ${session.calledAt.toISOString()}`,
  };
  if (transcript !== null) return { planned: [opened, transcript], remarks: [] };
  const state = (await findTranscripts({ ...ports, audit: ports }, settings, [session])).get(id);
  if (state?.kind === 'missing')
    return {
      planned: [
        opened,
        {
          message: { kind: 'transcript-missing', record: safe },
          because: 'no transcript came in the time it may take',
        },
      ],
      remarks: [],
    };
  const why =
    state?.kind === 'open'
      ? 'the session is still open'
      : 'it may still come, or SSM did not say when the session ended';
  return { planned: [opened], remarks: [`There is no transcript of ${id} yet: ${why}.`] };
};
