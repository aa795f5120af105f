import { parseMessage } from '../../../lambda/messages/parse-message';
import { subjectsOf } from '../../../lambda/messages/request';
import { startSessionRecord } from '../../../stand-ins/recorded-session/start-session-record';
import { executeCommandRecord, LOCATION, SESSION, s3Record, transcriptRef } from '../records';

const SENT_AT = '2026-07-31T12:31:05.000Z';
const parse = (body: unknown) =>
  parseMessage(typeof body === 'string' ? body : JSON.stringify(body), {
    transcriptBucket: 'exec-logs',
    location: LOCATION,
    sentAt: new Date(SENT_AT),
  });
const event = (detail: unknown) => ({ 'detail-type': 'AWS API Call via CloudTrail', detail });
const denied = { errorCode: 'AccessDeniedException', responseElements: null };

describe('a message that is not understood says what is wrong with it', () => {
  it.each<[unknown, string]>([
    ['{', 'the body is not JSON'],
    [{}, 'the body is of an unknown kind, expected one of: an S3 notification, '],
    [event({}), 'malformed "AWS API Call via CloudTrail" event: '],
    [{ source: 'aws.s3', 'detail-type': 'Object Created' }, 'malformed "Object Created" event: '],
    [{ Records: [{}] }, 'malformed S3 record: '],
    [{ Records: [s3Record({ key: '%ZZ' })] }, 'the object key "%ZZ" is not URL-encoded as S3 encodes keys'],
    [{ Records: [s3Record({ bucket: 'other' })] }, 'the object is in bucket "other", expected "exec-logs"'],
    [{ kind: 'api-call' }, 'malformed message of kind "api-call"'],
    [{ kind: 'transcript' }, 'malformed message of kind "transcript"'],
    [{ kind: 'transcript-missing' }, 'malformed message of kind "transcript-missing"'],
    [{ kind: 'reconcile', from: 1 }, 'malformed message of kind "reconcile"'],
    [{ kind: 'completeness', date: 1 }, 'malformed message of kind "completeness"'],
    [
      { kind: 'completeness', date: 'x'.repeat(100) },
      `"date" is "${'x'.repeat(40)}", expected a day in UTC as YYYY-MM-DD, such as 2026-07-31; send one message for each day`,
    ],
    [
      { kind: 'reconcile', from: '2026-08-01T00:00:00Z', to: '2026-07-31T00:00:00Z' },
      'expected "from" to be no later than "to" (2026-07-31T00:00:00.000Z)',
    ],
    [
      { kind: 'reconcile', from: '2026-08-01T00:00:00Z' },
      `expected "from" to be no later than "to" (${SENT_AT}, when the message was sent)`,
    ],
    [
      event(executeCommandRecord({ eventTime: 'soon' })),
      'the record of ExecuteCommand call b0a1c2d3-4e5f-4a6b-8c7d-9e0f1a2b3c4d, which was not refused, cannot be read: ',
    ],
    [event(startSessionRecord({}, { eventID: 7 })), 'the record of StartSession call without id, '],
  ])('%j', (body, reason) => {
    expect(parse(body)).toEqual({ requests: [], ignored: [], poison: [expect.stringContaining(reason)] });
  });

  it.each<[unknown, string]>([
    [{ Records: [s3Record({ eventName: 'ObjectRemoved:Delete' })] }, 'ObjectRemoved:Delete does not create'],
    [{ Records: [s3Record({ key: 'a.txt' })] }, '"a.txt" is not an ECS Exec transcript'],
    [
      { Service: 'Amazon S3', Event: 's3:TestEvent' },
      's3:TestEvent, sent when the notification was configured',
    ],
    [event({ eventName: 'RunTask' }), 'null RunTask is not an ExecuteCommand call'],
    [event(startSessionRecord({ target: 'i-1' })), 'target is not an ECS task'],
  ])('and why it asks for nothing: %j', (body, reason) => {
    expect(parse(body)).toEqual({ requests: [], ignored: [expect.stringContaining(reason)], poison: [] });
  });
});

describe('a message that is understood', () => {
  it('says who brought the call', () => {
    for (const record of [executeCommandRecord(), executeCommandRecord(denied), startSessionRecord()])
      expect(parse(event(record)).requests).toMatchObject([{ call: { foundIn: { source: 'eventbridge' } } }]);
  });

  it('is about the account and region that the call was made in, else those of the queue', () => {
    const sessionOf = (changes: object) => {
      const [request] = parse(event(executeCommandRecord(changes))).requests;
      return request !== undefined && 'session' in request ? request.session : null;
    };
    expect(sessionOf({ recipientAccountId: '999988887777', awsRegion: 'us-east-1' })).toEqual({
      id: SESSION,
      accountId: '999988887777',
      region: 'us-east-1',
    });
    expect(sessionOf({ recipientAccountId: undefined })).toEqual({ id: SESSION, ...LOCATION });
  });

  it.each([
    ['AWS:AROAEXAMPLE:x', 'AROAEXAMPLE:x'],
    ['AROAEXAMPLE:AWS:x', 'AROAEXAMPLE:AWS:x'],
    [undefined, null],
  ])('names the writer that S3 calls %j', (principalId, writerPrincipalId) => {
    expect(parse({ Records: [{ ...s3Record(), userIdentity: { principalId } }] }).requests).toMatchObject([
      { transcript: { writerPrincipalId } },
    ]);
  });

  it('may ask for a stretch of time without length', () => {
    expect(parse({ kind: 'reconcile', from: SENT_AT, to: SENT_AT }).requests).toHaveLength(1);
  });

  it('is about a session or a call, unless it is about a stretch of time', () => {
    const { requests } = parse({ Records: [s3Record(), s3Record()] });
    const others = [
      event(executeCommandRecord(denied)),
      { kind: 'reconcile' },
      { kind: 'completeness' },
      { kind: 'transcript', object: transcriptRef() },
    ].flatMap((body) => parse(body).requests);
    expect(others).toHaveLength(4);
    expect([...subjectsOf([...requests, ...others])]).toEqual([
      SESSION,
      'b0a1c2d3-4e5f-4a6b-8c7d-9e0f1a2b3c4d',
    ]);
  });
});
