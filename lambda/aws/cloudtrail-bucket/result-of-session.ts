import type { DeliveryWindow } from '../../cloudtrail-log/delivery-window';
import type { SearchResult } from '../../ports';
import { SetupError } from '../../reporter-error';
import type { OpenedSession } from '../../session/session';
import { countedFiles, type FileCount } from './file-tally';

/** An error when S3 refused every log file: then the permission is missing, rather than single files being odd. */
export const refusedAltogether = (bucket: string, { read, unread }: FileCount): SetupError | null => {
  const refused = unread.get('refused') ?? 0;
  return refused > 0 && read === 0 && unread.size === 1
    ? new SetupError(
        `S3 refused every one of ${refused} log files in s3://${bucket}. Check that the function and the bucket ` +
          'policy allow s3:GetObject on them, and kms:Decrypt if the CloudTrail trail has a KMS key',
      )
    : null;
};

/** What the bucket shows of one session: its records, and which log files this is based on. */
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
  const finding =
    records.length === 0 ? 'showed no ExecuteCommand call with this session id in' : 'was searched:';
  return {
    records,
    summary: `the CloudTrail bucket ${bucket} ${finding} ${counted}`,
    complete,
    stoppedBy: null,
  };
};
