import type { MissingCause, MissingTranscript } from '../evidence/missing-transcript';
import type { ExecLogging } from '../ports';
import type { Service } from '../service/service';
import type { SessionTrace } from '../session/session';
import type { SessionId } from '../session/session-id';
import { expectedKey } from '../transcript/expected-place';

/** What can be found out afterwards about a session without a transcript. */
export interface MissingClues {
  readonly id: SessionId;
  readonly logging: ExecLogging;
  /** Where it was looked for: in the transcript bucket. */
  readonly lookedAt: MissingTranscript['lookedAt'];
  readonly service: Service;
  readonly trace: SessionTrace | null;
  /** Null when it cannot be found out. */
  readonly mayUpload: boolean | null;
}

/** The agent uploads when the shell closes; a task that stopped by then has taken the recording along. */
const UPLOAD_MS = 60_000;

const stoppedTooSoon = (service: Service, trace: SessionTrace | null): boolean => {
  if (service.kind === 'undescribed' || service.stoppedAt === null) return false;
  const end = trace?.endedAt ?? null;
  return end === null || service.stoppedAt.getTime() <= end.getTime() + UPLOAD_MS;
};

const causeInTask = ({ service, trace, mayUpload }: MissingClues): MissingCause => {
  if (mayUpload === false) return 'upload-denied';
  return stoppedTooSoon(service, trace) ? 'task-stopped' : 'unknown';
};

/** Where the transcript would have to be, and the cause that fits best why it is not there. */
export const missingTranscriptOf = (clues: MissingClues): MissingTranscript => {
  const { id, logging, lookedAt } = clues;
  switch (logging.kind) {
    case 'none':
      return { lookedAt, bucket: null, key: null, cause: 'logging-none' };
    case 'default':
      return { lookedAt, bucket: null, key: null, cause: 'logging-default' };
    case 'no-cluster':
      return { lookedAt, bucket: null, key: null, cause: causeInTask(clues) };
    case 'override': {
      const { bucket, prefix } = logging;
      if (bucket === null) return { lookedAt, bucket, key: null, cause: 'no-s3' };
      const key = expectedKey(prefix, id);
      return {
        lookedAt,
        bucket,
        key,
        cause: bucket === lookedAt.bucket ? causeInTask(clues) : 'other-bucket',
      };
    }
  }
};
