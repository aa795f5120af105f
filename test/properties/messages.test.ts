import fc from 'fast-check';
import { cursorOf, PHASES, type Position, positionOf } from '../../lambda/messages/cursor';
import type { OwnMessage } from '../../lambda/messages/own-message';
import { ownMessageBody } from '../../lambda/messages/own-message-body';
import { parseMessage } from '../../lambda/messages/parse-message';
import { STREAM_URL, TOKEN_VALUE } from '../../stand-ins/recorded-session/session';
import { startSessionRecord } from '../../stand-ins/recorded-session/start-session-record';
import { executeCommandRecord, LOCATION, s3Record, transcriptRef } from '../lambda/records';
import { anyJson, anyText, everyOne, twisted } from './arbitrary';

const CONTEXT = {
  transcriptBucket: 'exec-logs',
  location: LOCATION,
  sentAt: new Date('2026-07-31T12:31:05Z'),
};
const SESSION_ID = /^ecs-execute-command-[0-9a-z]{10,76}$/i;
const MAX_BODY_BYTES = 262_144;

const datesIn = (value: unknown): readonly Date[] => {
  if (value instanceof Date) return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(datesIn) : [];
};

/** Understood, or refused with a reason; what was understood can be worked with. */
const expectAnAnswer = (body: string): void => {
  const { requests, ignored, poison } = parseMessage(body, CONTEXT);
  expect(requests.length + ignored.length + poison.length).toBeGreaterThan(0);
  for (const reason of [...ignored, ...poison]) expect(reason).not.toBe('');
  for (const request of requests) {
    if ('session' in request) expect(request.session.id).toMatch(SESSION_ID);
    for (const date of datesIn(request)) expect(date.getTime()).not.toBeNaN();
  }
};

const event = (detail: unknown) => ({
  'detail-type': 'AWS API Call via CloudTrail',
  source: 'aws.ecs',
  detail,
});
const denied = { errorCode: 'AccessDeniedException', responseElements: null };
const BODIES: readonly unknown[] = [
  { Records: [s3Record(), s3Record({ key: 'other.txt' })] },
  {
    'detail-type': 'Object Created',
    source: 'aws.s3',
    time: '2026-07-31T12:31:04Z',
    detail: {
      bucket: { name: 'exec-logs' },
      object: { key: 'x.log', size: 1, etag: 'e', 'version-id': 'v' },
    },
  },
  event(executeCommandRecord()),
  event(executeCommandRecord(denied)),
  event(startSessionRecord()),
  { kind: 'api-call', record: executeCommandRecord() },
  { kind: 'transcript', object: JSON.parse(JSON.stringify(transcriptRef())) },
  { kind: 'transcript-missing', record: executeCommandRecord() },
  {
    kind: 'reconcile',
    from: '2026-07-31T06:00:00Z',
    to: '2026-07-31T12:00:00Z',
    daily: true,
    cursor: 'keys:a',
  },
  { kind: 'completeness', date: '2026-07-31' },
  { Service: 'Amazon S3', Event: 's3:TestEvent' },
];

describe('whatever stands in a message, it is understood or refused with a reason', () => {
  it('any text', () => {
    everyOne(fc.property(anyText, expectAnAnswer));
  });

  it('any JSON', () => {
    everyOne(fc.property(anyJson, (json) => expectAnAnswer(JSON.stringify(json))));
  });

  it.each(BODIES.map((body) => [JSON.stringify(body).slice(0, 60), body]))('%s …, twisted', (_, body) => {
    everyOne(fc.property(twisted(body), (json) => expectAnAnswer(JSON.stringify(json))));
  });

  it.each(['api-call', 'transcript-missing'])(
    'a record of a %s message that is nested without end',
    (kind) => {
      const depth = 50_000;
      const record = JSON.stringify(executeCommandRecord(denied)).replace(
        /\}$/,
        `,"additionalEventData":${'['.repeat(depth)}${']'.repeat(depth)}}`,
      );
      expectAnAnswer(`{"kind":"${kind}","record":${record}}`);
    },
  );
});

describe('a notification of S3', () => {
  it('names the key as it is, however S3 has encoded it', () => {
    const prefix = anyText.map((text) => text.replace(/\p{Surrogate}/gu, '-'));
    everyOne(
      fc.property(prefix, fc.boolean(), (of, plus) => {
        const key = `${of}/${transcriptRef().key}`;
        const encoded = encodeURIComponent(key).replaceAll('%20', plus ? '+' : '%20');
        const notification = JSON.stringify({ Records: [s3Record({ key: encoded })] });
        expect(parseMessage(notification, CONTEXT)).toMatchObject({ requests: [{ transcript: { key } }] });
      }),
    );
  });
});

describe('what the reporter writes to itself', () => {
  const time = fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true });
  const isoTime = time.map((at) => at.toISOString());
  const key = anyText.filter((text) => text !== '' && !text.includes('\0'));
  const position: fc.Arbitrary<Position> = fc.oneof(
    fc.constantFrom(...PHASES).map((phase) => ({ phase, after: null })),
    key.map((after) => ({ phase: 'keys' as const, after })),
    fc
      .tuple(fc.constantFrom('calls' as const, 'bypasses' as const), isoTime)
      .map(([phase, after]) => ({ phase, after })),
  );

  it('of where a reconciliation is, it reads again', () => {
    everyOne(fc.property(position, (at) => expect(positionOf(cursorOf(at))).toEqual(at)));
  });

  it('as a cursor is not read from any other text', () => {
    everyOne(
      fc.property(
        fc.oneof(
          anyText,
          fc.constantFrom(...PHASES).chain((phase) => anyText.map((rest) => `${phase}:${rest}`)),
        ),
        (text) => {
          const read = positionOf(text);
          if (read !== null) expect(cursorOf(read)).toBe(text);
        },
      ),
    );
  });

  it('of a transcript, it reads as it was, whatever its key', () => {
    everyOne(
      fc.property(key, time, fc.option(anyText.filter((text) => text !== '')), (prefix, uploadedAt, etag) => {
        const object = transcriptRef({ key: `${prefix}/${transcriptRef().key}`, uploadedAt, etag });
        expect(parseMessage(ownMessageBody({ kind: 'transcript', object }), CONTEXT)).toMatchObject({
          requests: [{ kind: 'transcript-uploaded', transcript: object }],
          poison: [],
        });
      }),
    );
  });

  const fits = (message: OwnMessage): string => {
    const body = ownMessageBody(message);
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(MAX_BODY_BYTES);
    // What XML 1.0, and so SQS, does not allow; JSON escapes the others itself.
    expect(body).not.toMatch(/[\ufffe\uffff]/);
    return body;
  };

  it('of any record of a call fits into a message, and has no secret of the stream in it', () => {
    everyOne(
      fc.property(twisted(executeCommandRecord()), (record) => {
        const body = fits({ kind: 'api-call', record });
        expect(body).not.toContain(STREAM_URL);
        expect(body).not.toContain(TOKEN_VALUE);
      }),
    );
  });

  it('of a record that is too long for a message, it still reads as the same call', () => {
    everyOne(
      fc.property(
        fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }),
        fc.integer({ min: 1, max: 40 }),
        (text, fields) => {
          const long = text.repeat(Math.ceil(300_000 / text.length / fields));
          const extra = Object.fromEntries(Array.from({ length: fields }, (_, at) => [`field${at}`, long]));
          const record = {
            ...executeCommandRecord({
              requestParameters: { ...Object(executeCommandRecord().requestParameters), ...extra },
            }),
            additionalEventData: extra,
          };
          expect(parseMessage(fits({ kind: 'api-call', record }), CONTEXT)).toMatchObject({
            requests: [
              {
                kind: 'session-started',
                call: { eventId: record.eventID, principal: { record: record.userIdentity } },
              },
            ],
          });
        },
      ),
      1 / 20,
    );
  });
});
