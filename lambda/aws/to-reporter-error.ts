import { isServerError, isThrottlingError, isTransientError } from '@smithy/core/retry';
import { DependencyUnavailableError, ReporterError, SetupError } from '../reporter-error';

// Credentials that Lambda is about to renew, and clocks that disagree. Not the SDK's own list of the latter, which takes every
// AccessDeniedException for one.
const PASSING =
  /^(ExpiredToken|ExpiredTokenException|RequestExpired|RequestTimeTooSkewed|RequestInTheFuture|InvalidSignatureException)$/;
// A service, a socket, or the signal that ends an invocation gave no answer; anything without a status is a defect of ours.
const UNANSWERED = /^(AbortError|TimeoutError)$/;
const NETWORK_CODE = /^(E[A-Z]+|UND_ERR_[A-Z_]+)$/;
const OF_THE_DISK = /^(ENOSPC|ENOENT|EACCES|EROFS|EMFILE|EDQUOT)$/;

const codeOf = (error: Error): string => ('code' in error ? String(error.code) : '');

const isAnswer = (error: Error): boolean => '$metadata' in error;

const isUnanswered = (error: Error): boolean =>
  UNANSWERED.test(error.name) || (NETWORK_CODE.test(codeOf(error)) && !OF_THE_DISK.test(codeOf(error)));

type SdkError = Parameters<typeof isTransientError>[0];
// What the SDK's own judgement asks of an error.
const isSdkError = (error: Error): error is SdkError =>
  error.cause === undefined || error.cause instanceof Error;

const passes = (error: Error): boolean =>
  isUnanswered(error) ||
  PASSING.test(error.name) ||
  (isSdkError(error) && [isThrottlingError, isTransientError, isServerError].some((is) => is(error)));

/**
 * An AWS SDK error as the reporter's own: `DependencyUnavailableError` for what passes by itself (throttled, 5xx, network, clock,
 * expired credentials, out of time), `SetupError` when AWS refused the call as it was made: nothing changes until somebody
 * changes something. What is neither is a defect, and is returned as it is.
 *
 * @param doing what was asked of whom, for example `CloudTrail LookupEvents`
 * @param advice what to check when it was refused
 */
export const toReporterError = (doing: string, cause: unknown, advice: string): Error => {
  const error = cause instanceof Error ? cause : new Error(String(cause));
  const said = `${error.name}: ${error.message}`;
  if (error instanceof ReporterError) return error;
  if (passes(error)) return new DependencyUnavailableError(`${doing} did not answer: ${said}`, { cause });
  return isAnswer(error) ? new SetupError(`${doing} was refused: ${said}. ${advice}`, { cause }) : error;
};
