import { person } from '../../stand-ins/recorded-session/callers';
import { SESSION_TARGET } from '../../stand-ins/recorded-session/session';
import { serviceTask } from '../../stand-ins/recorded-session/task';
import { recordedTranscript } from '../../stand-ins/recorded-session/transcript';
import type { Stage } from '../../stand-ins/stage';
import {
  createCloudTrailBucket,
  deliver,
  digestKey,
  digestWriter,
  logFile,
  MINUTE_MS,
  minutesAgo,
  WITH_CLOUDTRAIL_BUCKET,
} from '../end-to-end/log-files';
import { uploadTranscript } from '../end-to-end/sessions';
import { beginTrailOfAlice, type Story } from './story';
import { ALICE, BOB } from './who';

const [OPTIONS, VARIABLES] = WITH_CLOUDTRAIL_BUCKET;

/** In the keys of the log files. */
export const ALICES_FILE = 'FileOfAlice';
export const BOBS_FILE = 'FileOfBob';

/** Long enough that the digest of that hour is there, too. */
const OPENED_BEFORE_UPLOAD = 70;
const DIGEST_BEFORE_UPLOAD = 30;

/** Made once: it takes the machine longer than anything else here. */
let key: ReturnType<typeof digestKey> | null = null;
const keyOfDigests = () => {
  key ??= digestKey();
  return key;
};

/** Systems Manager remembers when the session began; it lasted a minute. */
const rememberStart = ({ ssm }: Stage, SessionId: string, startedAt: Date): void => {
  const StartDate = startedAt.getTime() / 1000;
  ssm.endSession({ SessionId, Target: SESSION_TARGET, StartDate, EndDate: StartDate + 60 });
};

/**
 * As with uploads, but event history lacks the calls: each is in a log file of its own in the bucket of the CloudTrail trail, and the
 * digest of that hour lists both.
 */
export const LOG_FILES: Story = {
  options: OPTIONS,
  variables: VARIABLES,
  // Of which Systems Manager has a twentieth, which is little on a busy machine.
  seconds: 180,
  begin: async (stage, { uploadedMinutesAgo = 0 }) => {
    beginTrailOfAlice(stage);
    stage.ecs.run(serviceTask());
    await createCloudTrailBucket(stage);
    const now = new Date();
    const openedAt = minutesAgo(uploadedMinutesAgo + OPENED_BEFORE_UPLOAD);
    const listed: [string, Buffer][] = [];
    const deliveredAt = new Date(openedAt.getTime() + 5 * MINUTE_MS);
    stage.s3AndSqs.setClock(() => deliveredAt);
    for (const [sessionId, name, suffix] of [
      [ALICE, 'alice', ALICES_FILE],
      [BOB, 'bob', BOBS_FILE],
    ] as const) {
      const call = { sessionId, openedAt, userIdentity: person(name), eventId: `event-of-${sessionId}` };
      listed.push([await deliver(stage, call, { suffix }), logFile(call)]);
      rememberStart(stage, sessionId, openedAt);
    }
    await digestWriter(stage, keyOfDigests())(
      minutesAgo(uploadedMinutesAgo + DIGEST_BEFORE_UPLOAD),
      Object.fromEntries(listed),
    );
    const bytes = { alice: recordedTranscript(now, ALICE), bob: recordedTranscript(now, BOB) };
    await uploadTranscript(stage, { id: ALICE, bytes: bytes.alice, minutesAgo: uploadedMinutesAgo });
    await uploadTranscript(stage, { id: BOB, bytes: bytes.bob, minutesAgo: uploadedMinutesAgo });
    return { alice: [bytes.alice], bob: [bytes.bob] };
  },
};
