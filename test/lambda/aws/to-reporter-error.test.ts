import { toReporterError } from '../../../lambda/aws/to-reporter-error';
import { DependencyUnavailableError, OutOfTimeError, SetupError } from '../../../lambda/reporter-error';

const answered = (name: string, httpStatusCode = 400) =>
  Object.assign(new Error('why'), { name, $metadata: { httpStatusCode } });
const broken = (code: string) => Object.assign(new Error('why'), { code });
const named = (name: string) => Object.assign(new Error('why'), { name });
const classify = (error: unknown) => toReporterError('S3 GetObject', error, 'Check the bucket.');

describe('what passes by itself is waited for', () => {
  it.each([
    ['throttling', answered('ThrottlingException')],
    ['throttling, as S3 says it', answered('SlowDown', 503)],
    ['another 5xx', answered('InternalError', 500)],
    ['expired credentials', answered('ExpiredTokenException')],
    ['clocks that disagree', answered('RequestTimeTooSkewed', 403)],
    ['a connection that broke', broken('ECONNRESET')],
    ['a name that does not resolve', broken('ENOTFOUND')],
    ['a request that took too long', named('TimeoutError')],
    ['the end of the invocation', named('AbortError')],
    ['a page of a proxy instead of an answer', answered('SyntaxError', 200)],
  ])('%s', (_, error) => {
    expect(classify(error)).toBeInstanceOf(DependencyUnavailableError);
    expect(classify(error).message).toContain('S3 GetObject did not answer');
  });
});

describe('what only a person can change says what to check', () => {
  it.each([
    ['a missing permission', answered('AccessDeniedException')],
    ['a missing permission, as S3 says it', answered('AccessDenied', 403)],
    ['a missing bucket', answered('NoSuchBucket', 404)],
    ['a request AWS finds invalid', answered('ValidationException')],
  ])('%s', (_, error) => {
    expect(classify(error)).toBeInstanceOf(SetupError);
    expect(classify(error).message).toBe(`S3 GetObject was refused: ${error.name}: why. Check the bucket.`);
  });
});

it('what took all the time there was says what it was', () => {
  const error = classify(new OutOfTimeError('the time for this ran out'));
  expect(error).toBeInstanceOf(OutOfTimeError);
  expect(error.message).toBe('S3 GetObject: the time for this ran out');
});

describe('what is neither stays what it is', () => {
  it.each([
    ['a defect of ours', new TypeError('undefined is not a function')],
    ['a full disk', broken('ENOSPC')],
    ["the reporter's own error", new SetupError('the token is empty')],
  ])('%s', (_, error) => {
    expect(classify(error)).toBe(error);
  });
});
