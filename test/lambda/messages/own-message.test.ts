import type { OwnMessage } from '../../../lambda/messages/own-message';
import { ownMessageBody } from '../../../lambda/messages/own-message-body';
import { parseMessage } from '../../../lambda/messages/parse-message';
import { STREAM_URL, TOKEN_VALUE } from '../../../stand-ins/recorded-session/session';
import { startSessionRecord } from '../../../stand-ins/recorded-session/start-session-record';
import { executeCommandRecord, LOCATION, SESSION, transcriptRef } from '../records';

const CONTEXT = {
  transcriptBucket: 'exec-logs',
  location: LOCATION,
  sentAt: new Date('2026-07-31T12:31:05Z'),
};
const session = { id: SESSION, ...LOCATION };
const MAX_BYTES = 262_144;

/** A message as it is written, read again. */
const asked = (message: OwnMessage) => parseMessage(ownMessageBody(message), CONTEXT);
const refused = { errorCode: 'AccessDeniedException', responseElements: null };

describe('a call that event history showed', () => {
  it('opened a session, attributed to whom CloudTrail names', () => {
    expect(asked({ kind: 'api-call', record: executeCommandRecord() })).toMatchObject({
      requests: [{ kind: 'session-started', session, call: { foundIn: { source: 'event-history' } } }],
      poison: [],
    });
  });

  it('was refused', () => {
    expect(asked({ kind: 'api-call', record: executeCommandRecord(refused) }).requests).toMatchObject([
      { kind: 'session-refused', call: { foundIn: { source: 'event-history' } } },
    ]);
  });

  it('opened a session past ECS Exec', () => {
    expect(asked({ kind: 'api-call', record: startSessionRecord() }).requests).toMatchObject([
      { kind: 'session-bypassed', call: { foundIn: { source: 'event-history' } } },
    ]);
  });

  it('travels without the URL and the token of the stream', () => {
    const body = ownMessageBody({ kind: 'api-call', record: executeCommandRecord() });
    expect(body).not.toContain(STREAM_URL);
    expect(body).not.toContain(TOKEN_VALUE);
  });
});

describe('a transcript that was found', () => {
  it.each([
    transcriptRef(),
    transcriptRef({ versionId: null, sizeBytes: null, etag: null, writerPrincipalId: null }),
  ])('is asked for as if it had just been uploaded: %#', (object) => {
    expect(asked({ kind: 'transcript', object })).toEqual({
      requests: [{ kind: 'transcript-uploaded', session, transcript: object }],
      ignored: [],
      poison: [],
    });
  });

  it('in another bucket is poison', () => {
    expect(asked({ kind: 'transcript', object: transcriptRef({ bucket: 'other' }) }).poison).toHaveLength(1);
  });
});

describe('what the audit asks of itself', () => {
  it('is to report a session without a transcript', () => {
    expect(asked({ kind: 'transcript-missing', record: executeCommandRecord() })).toMatchObject({
      requests: [{ kind: 'transcript-missing', session, call: { id: SESSION } }],
      poison: [],
    });
  });

  const from = '2026-07-31T06:00:00Z';
  const to = '2026-07-31T12:00:00.000Z';
  it.each<[OwnMessage, object]>([
    [{ kind: 'reconcile' }, { from: null, to: CONTEXT.sentAt, daily: false, position: null }],
    [
      { kind: 'reconcile', daily: true },
      { from: null, to: CONTEXT.sentAt, daily: true, position: null },
    ],
    [
      { kind: 'reconcile', from, to, cursor: `calls:${to}` },
      { from: new Date(from), to: new Date(to), daily: false, position: { phase: 'calls', after: to } },
    ],
    [
      { kind: 'reconcile', to, daily: true, cursor: 'bypasses' },
      { from: null, to: new Date(to), daily: true, position: { phase: 'bypasses', after: null } },
    ],
    [
      { kind: 'reconcile', to, daily: true, cursor: 'keys:a:b/c.log' },
      { from: null, to: new Date(to), daily: true, position: { phase: 'keys', after: 'a:b/c.log' } },
    ],
    [{ kind: 'completeness' }, { date: null, location: LOCATION }],
    [
      { kind: 'completeness', date: '2026-02-28' },
      { date: '2026-02-28', location: LOCATION },
    ],
  ])('is %j', (message, request) => {
    expect(asked(message)).toEqual({
      requests: [{ kind: message.kind, ...request }],
      ignored: [],
      poison: [],
    });
  });

  it.each([
    [{ kind: 'reconcile', from: 'yesterday' }, 'expected an ISO 8601 time'],
    [{ kind: 'reconcile', from: '2026-02-30T00:00:00Z' }, 'expected an ISO 8601 time'],
    [{ kind: 'reconcile', from: to, to: from }, 'expected "from" to be no later than "to"'],
    [{ kind: 'reconcile', from: '2099-01-01T00:00:00Z' }, 'no later than "to" (2026-07-31T12:31:05.000Z'],
    [{ kind: 'reconcile', untill: to }, 'untill'],
    ...[
      'calls:garbage',
      'bypasses:',
      'calls:+275760-09-13T00:00:01.000Z',
      'keys:',
      'keys:\u0000',
      'nonsense:1',
      '',
    ].map((cursor): [object, string] => [
      { kind: 'reconcile', cursor },
      'expected "calls", "keys" or "bypasses"',
    ]),
    [{ kind: 'completeness', date: '2026-02-30' }, 'expected a day'],
    [{ kind: 'transcript-missing', record: executeCommandRecord(refused) }, 'the call was refused'],
    [{ kind: 'transcript-missing', record: startSessionRecord() }, 'StartSession is not an ExecuteCommand'],
    [{ kind: 'transcript-missing' }, 'record'],
  ])('is poison, with the reason, when it is malformed: %#', (body, reason) => {
    expect(parseMessage(JSON.stringify(body), CONTEXT)).toEqual({
      requests: [],
      ignored: [],
      poison: [expect.stringContaining(reason)],
    });
  });
});

it('a reconciliation whose cursor is null begins at the beginning', () => {
  expect(parseMessage('{"kind":"reconcile","cursor":null}', CONTEXT)).toMatchObject({
    requests: [{ kind: 'reconcile', position: null }],
    poison: [],
  });
});

describe('a message of our own', () => {
  it.each([
    { kind: 'api-call' },
    { kind: 'api-call', record: { eventName: 7 } },
    { kind: 'transcript', object: { bucket: 'exec-logs' } },
    { kind: 'transcript', object: { ...transcriptRef(), uploadedAt: 'today' } },
    { kind: 'whatever' },
  ])('is poison when it is malformed: %j', (body) => {
    expect(parseMessage(JSON.stringify(body), CONTEXT)).toEqual({
      requests: [],
      ignored: [],
      poison: [expect.any(String)],
    });
  });

  it('too large for SQS has its record cut down to what is needed, and says so', () => {
    const long = 'x'.repeat(300_000);
    const record = {
      ...executeCommandRecord({
        requestParameters: { command: long, container: 'app', cluster: 'production', task: 't-1' },
      }),
      additionalEventData: { long },
    };
    const body = ownMessageBody({ kind: 'api-call', record });
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(MAX_BYTES);
    expect(body).toContain('too many for a message of the queue');
    expect(parseMessage(body, CONTEXT).requests).toMatchObject([
      {
        kind: 'session-started',
        session,
        call: { containerName: 'app', command: expect.stringMatching(/^x+… \[truncated, 300000 /) },
      },
    ]);
  });

  it('too large in bytes, though not in characters, is cut down as well', () => {
    const record = { ...executeCommandRecord(), additionalEventData: '€'.repeat(100_000) };
    expect(Buffer.byteLength(ownMessageBody({ kind: 'api-call', record }))).toBeLessThan(10_000);
  });

  it('is cut down the further the more of it is long', () => {
    const texts = (fields: number, text: string) =>
      Object.fromEntries(Array.from({ length: fields }, (_, at) => [`field${at}`, text.repeat(10_000)]));
    const leftOf = (given: object) => {
      const requestParameters = { ...Object(executeCommandRecord().requestParameters), ...given };
      const body = ownMessageBody({ kind: 'api-call', record: executeCommandRecord({ requestParameters }) });
      expect(Buffer.byteLength(body)).toBeLessThanOrEqual(MAX_BYTES);
      // What is short is left whole, however much else has to go.
      expect(JSON.parse(body).record.userIdentity).toEqual(executeCommandRecord().userIdentity);
      return JSON.parse(body).record.requestParameters;
    };
    expect(leftOf(texts(30, 'x')).field29).toMatch(/^x{4000}… /);
    // JSON writes each of these with six bytes.
    expect(leftOf(texts(30, '\0')).field29).toMatch(/^\0{400}… /);
    const { in: lists } = leftOf({ in: Array.from({ length: 30 }, () => texts(10, '\0')) });
    expect([lists.length, lists[9].field9]).toEqual([10, expect.stringMatching(/^\0{400}… /)]);
    const each = Array.from({ length: 20 }, () => texts(20, 'x'));
    expect(leftOf({ in: each.map(() => each) })).toBe('[left out]');
  });

  it('is sent as it is up to what SQS takes, and keeps what is no text', () => {
    const record = (userAgent: string, additionalEventData = 'x') => ({
      ...executeCommandRecord({
        userAgent,
        requestParameters: { count: 7, none: null, deep: [[[[[[1]]]]]] },
      }),
      additionalEventData,
    });
    const bodyOf = (length: number) =>
      ownMessageBody({ kind: 'api-call', record: record('', 'x'.repeat(length)) });
    const room = MAX_BYTES - bodyOf(0).length;
    const whole = JSON.parse(bodyOf(room)).record;
    expect([whole.additionalEventData.length, whole.cutDownByReporter]).toEqual([room, undefined]);
    expect(JSON.parse(bodyOf(room + 1)).record).toMatchObject({
      requestParameters: { count: 7, none: null, deep: [[[['[left out]']]]] },
      cutDownByReporter: expect.stringContaining(`the record has ${MAX_BYTES + 1} bytes`),
    });
  });

  it('keeps forty entries of a list and of an object that are longer', () => {
    const list = Array.from({ length: 50 }, (_, at) => at);
    const requestParameters = { list, object: Object.fromEntries(list.map((at) => [`e${at}`, at])) };
    const record = {
      ...executeCommandRecord({ requestParameters }),
      additionalEventData: 'x'.repeat(300_000),
    };
    const left = JSON.parse(ownMessageBody({ kind: 'api-call', record })).record.requestParameters;
    expect([left.list.length, Object.keys(left.object).length]).toEqual([40, 40]);
  });

  it('that cannot be made small enough is an error', () => {
    const object = transcriptRef({ key: 'x'.repeat(300_000) });
    expect(() => ownMessageBody({ kind: 'transcript', object })).toThrow('SQS allows 262144');
  });

  it('has no character that SQS refuses, and loses none', () => {
    const record = executeCommandRecord({ userAgent: 'a\u0000\u001b\ufffe\uffff\ud800b' });
    const body = ownMessageBody({ kind: 'api-call', record });
    // https://www.w3.org/TR/REC-xml/#charsets
    expect(body).toMatch(/^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u);
    expect(JSON.parse(body).record.userAgent).toBe('a\u0000\u001b\ufffe\uffff\ud800b');
  });
});
