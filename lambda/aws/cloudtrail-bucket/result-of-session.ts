import type { DeliveryWindow } from '../../cloudtrail-log/delivery-window';
import type { SearchResult } from '../../ports';
import { SetupError } from '../../reporter-error';
import type { OpenedSession } from '../../session/session';
import { countedFiles, type FileCount } from './file-tally';

/** Every log file S3 was asked for was refused: not one file is odd, the permission is missing. */
export const refusedAltogether = (bucket: string, { read, unread }: FileCount): SetupError | null => {
  const refused = unread.get('refused') ?? 0;
  return refused > 0 && read === 0 && unread.size === 1
    ? new SetupError(
        `S3 refused every one of ${refused} log files in s3://${bucket}. Check that the function and the bucket ` +
          'policy allow s3:GetObject on them, and kms:Decrypt if the trail has a key',
      )
    : null;
};

/** What the bucket tells of one session: its records, and of which log files that can be said. */
export const resultOfSession = (
  bucket: string,
  records: readonly OpenedSession[],
  files: FileCount,
  window: DeliveryWindow,
  stopped: Error | null,
): SearchResult => {
  const counted = countedFiles(files, window);
  const complete = stopped === null && files.unread.size === 0;
  if (stopped !== null) {
    const summary = `the CloudTrail bucket ${bucket} was not read to its end (read: ${counted}): ${stopped.message}`;
    return { records, summary, complete, stoppedBy: stopped };
  }
  const showed = records.length === 0 ? 'showed no ExecuteCommand call with this session id in' : 'has';
  return {
    records,
    summary: `the CloudTrail bucket ${bucket} ${showed} ${counted}`,
    complete,
    stoppedBy: null,
  };
};
