import { isServerError, isThrottlingError, isTransientError } from '@smithy/core/retry';
import { DependencyUnavailableError, OutOfTimeError, ReporterError, SetupError } from '../reporter-error';

// Credentials that Lambda is about to renew, and clock skew. Not the SDK's own list of clock-skew errors, which includes every
// AccessDeniedException.
const TRANSIENT =
  /^(ExpiredToken|ExpiredTokenException|RequestExpired|RequestTimeTooSkewed|RequestInTheFuture|InvalidSignatureException)$/;
// The service or a socket gave no answer, or the signal ended the call. Any other error without a status is a bug of ours.
const UNANSWERED = /^(AbortError|TimeoutError)$/;
const NETWORK_CODE = /^(E[A-Z]+|UND_ERR_[A-Z_]+)$/;
const DISK_CODE = /^(ENOSPC|ENOENT|EACCES|EROFS|EMFILE|EDQUOT)$/;

const codeOf = (error: Error): string => ('code' in error ? String(error.code) : '');

const isAnswer = (error: Error): boolean => '$metadata' in error;

// Of a proxy, say: an answer the SDK cannot read is not the service's.
const isUnreadable = ({ name, message }: Error): boolean =>
  name === 'SyntaxError' || message.includes('Deserialization error');

const isUnanswered = (error: Error): boolean =>
  UNANSWERED.test(error.name) ||
  (isAnswer(error) && isUnreadable(error)) ||
  (NETWORK_CODE.test(codeOf(error)) && !DISK_CODE.test(codeOf(error)));

type SdkError = Parameters<typeof isTransientError>[0];
// The shape that the SDK's own classification requires.
const isSdkError = (error: Error): error is SdkError =>
  error.cause === undefined || error.cause instanceof Error;

export const isThrottling = (error: Error): boolean => isSdkError(error) && isThrottlingError(error);

const isTransient = (error: Error): boolean =>
  isUnanswered(error) ||
  TRANSIENT.test(error.name) ||
  (isSdkError(error) && [isThrottlingError, isTransientError, isServerError].some((is) => is(error)));

/** More of what a service says would fill the log, and hide the advice behind it. */
const MAX_ANSWER_CHARACTERS = 1_000;

/**
 * An AWS SDK error as the reporter's own: `DependencyUnavailableError` for what goes away by itself (throttling, 5xx, network,
 * clock skew, expired credentials, out of time), `SetupError` when AWS refused the call, which lasts until somebody changes
 * something. Anything else is a bug, and is returned unchanged.
 *
 * @param doing the service and operation, for example `CloudTrail LookupEvents`
 * @param advice what to check when it was refused
 */
export const toReporterError = (doing: string, cause: unknown, advice: string): Error => {
  const error = cause instanceof Error ? cause : new Error(String(cause));
  const detail = `${error.name}: ${error.message}`.slice(0, MAX_ANSWER_CHARACTERS);
  // The clock that ran out does not know of what.
  if (error instanceof OutOfTimeError) return new OutOfTimeError(`${doing}: ${error.message}`, { cause });
  if (error instanceof ReporterError) return error;
  if (isTransient(error))
    return new DependencyUnavailableError(`${doing} did not answer: ${detail}`, { cause });
  return isAnswer(error) ? new SetupError(`${doing} was refused: ${detail}. ${advice}`, { cause }) : error;
};
