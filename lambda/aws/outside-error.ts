import { OutsideUnavailableError, ReporterError, SetupError } from '../reporter-error';

const THROTTLED =
  /^(Throttling|ThrottlingException|ThrottledException|TooManyRequestsException|SlowDown|RequestLimitExceeded)$/;

const statusOf = (error: object): number =>
  '$metadata' in error &&
  typeof error.$metadata === 'object' &&
  error.$metadata !== null &&
  'httpStatusCode' in error.$metadata &&
  typeof error.$metadata.httpStatusCode === 'number'
    ? error.$metadata.httpStatusCode
    : 0;

/**
 * An AWS SDK error as the reporter's own: `SetupError` when AWS refused the call as it was made (nothing changes until
 * somebody changes something), else `OutsideUnavailableError` (throttled, 5xx, network, out of time).
 *
 * @param doing what was asked of whom, for example `CloudTrail LookupEvents`
 * @param advice what to check when it was refused
 */
export const outsideError = (doing: string, error: unknown, advice: string): ReporterError => {
  if (error instanceof ReporterError) return error;
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const status = error instanceof Error ? statusOf(error) : 0;
  const passing = THROTTLED.test(name) || status === 0 || status === 408 || status === 429 || status >= 500;
  return passing
    ? new OutsideUnavailableError(`${doing} did not answer: ${name}: ${message}`, { cause: error })
    : new SetupError(`${doing} was refused: ${name}: ${message}. ${advice}`, { cause: error });
};
