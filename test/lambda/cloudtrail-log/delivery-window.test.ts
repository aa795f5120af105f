import * as fc from 'fast-check';
import {
  deliveryWindow,
  holds,
  slicesNewestFirst,
  spanWithin,
  usualWindow,
} from '../../../lambda/cloudtrail-log/delivery-window';
import { sessionId } from '../aws/cloudtrail-bucket/execute-command-record';
import { LOCATION } from '../records';

const uploadedAt = new Date('2026-08-01T02:00:00Z');
const deadline = new Date('2026-08-01T03:00:00Z');
const id = sessionId('s9y89par6quf78pcbnoko32g28');

describe('when the log file with a session may have been delivered', () => {
  it('from the start until it is not waited for any more, when the start is known', () => {
    const sought = {
      ...LOCATION,
      id,
      uploadedAt,
      firstUploadedAt: uploadedAt,
      startedAt: new Date('2026-07-31T23:45:17Z'),
      deadline,
    };
    expect(deliveryWindow(sought)).toEqual({ from: new Date('2026-07-31T23:45:00Z'), to: deadline });
    expect(usualWindow(sought)).toEqual({
      from: new Date('2026-07-31T23:45:00Z'),
      to: new Date('2026-08-01T00:15:17Z'),
    });
  });

  it('from 48 hours before the upload until then, when it is not', () => {
    const sought = { ...LOCATION, id, uploadedAt, firstUploadedAt: uploadedAt, startedAt: null, deadline };
    expect(deliveryWindow(sought)).toEqual({ from: new Date('2026-07-30T02:00:00Z'), to: deadline });
    expect(usualWindow(sought)).toBeNull();
  });

  it('to half an hour after the upload, or after a start that is later, however short the deadline', () => {
    const to = (startedAt: Date | null) =>
      deliveryWindow({
        ...LOCATION,
        id,
        uploadedAt,
        firstUploadedAt: uploadedAt,
        startedAt,
        deadline: uploadedAt,
      }).to.toISOString();
    expect(to(null)).toBe('2026-08-01T02:30:00.000Z');
    expect(to(new Date('2026-08-01T04:00:00Z'))).toBe('2026-08-01T04:30:00.000Z');
  });

  const windows = fc.array(
    fc
      .tuple(fc.integer({ min: 0, max: 9_000 }), fc.integer({ min: 0, max: 3_000 }))
      .map(([start, length]) => ({
        from: new Date(Date.UTC(2027, 11, 29, 0, start)),
        to: new Date(Date.UTC(2027, 11, 29, 0, start + length)),
      })),
    { minLength: 1, maxLength: 5 },
  );

  it('every minute of every window lies in exactly one slice, and a slice in one UTC day', () => {
    fc.assert(
      fc.property(windows, fc.nat(), (sought, pick) => {
        const window = sought[pick % sought.length];
        if (window === undefined) throw new Error('no window');
        const minutes = (window.to.getTime() - window.from.getTime()) / 60_000;
        const minute = new Date(window.from.getTime() + (pick % (minutes + 1)) * 60_000);
        const spans = slicesNewestFirst(sought).flatMap((slice) => spanWithin(slice, sought) ?? []);
        expect(spans.filter((span) => holds(span, minute))).toHaveLength(1);
        for (const { from, to } of spans) {
          expect(from.toISOString().slice(0, 10)).toBe(to.toISOString().slice(0, 10));
        }
      }),
    );
  });

  it('the newest slice comes first', () => {
    const slices = slicesNewestFirst([
      deliveryWindow({ ...LOCATION, id, uploadedAt, firstUploadedAt: uploadedAt, startedAt: null, deadline }),
    ]);
    const starts = slices.map(({ from }) => from.getTime());
    expect(starts).toEqual([...starts].sort((a, b) => b - a));
    expect(slices[0]?.from).toEqual(new Date('2026-08-01T00:00:00Z'));
  });

  it('a slice that no window touches any more is not listed', () => {
    const [slice] = slicesNewestFirst([
      deliveryWindow({ ...LOCATION, id, uploadedAt, firstUploadedAt: uploadedAt, startedAt: null, deadline }),
    ]);
    expect(slice && spanWithin(slice, [])).toBeNull();
  });
});
