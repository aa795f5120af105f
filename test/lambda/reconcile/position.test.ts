import { isThorough, phasesOf, spanOf, spanOfBypasses } from '../../../lambda/reconcile/position';
import { isAbout, isVersioned, reportedPlaces, textOf } from '../../../lambda/reconcile/reported-places';
import { sessionMemory } from '../../../lambda/reconcile/session-memory';
import { NOTHING_YET, plus } from '../../../lambda/reconcile/tally';
import { sessionId, transcriptRef } from '../records';

const to = new Date('2026-07-31T12:00:00Z');
const ago = (hours: number) => new Date(to.getTime() - hours * 3_600_000);
const request = (changes: object = {}) =>
  ({ kind: 'reconcile', from: null, to, daily: false, position: null, ...changes }) as const;
const grace = (hours: number) => ({ transcriptGraceMinutes: hours * 60 });

describe('the stretch of time of a reconciliation', () => {
  it.each([
    ['hourly: the grace, and three hours', request(), 3, ago(6)],
    ['daily: three days', request({ daily: true }), 0, ago(73)],
    ['daily: as long as a session may last, the grace, and a day', request({ daily: true }), 10, ago(83)],
    ['as an operator asks', request({ from: ago(500) }), 3, ago(500)],
  ])('%s', (_, asked, hours, from) => {
    expect(spanOf(asked, new Date('2027-01-01'), grace(hours))).toEqual({ from, to });
  });

  it('ends now where it has no end', () => {
    expect(spanOf(request({ to: null }), to, grace(3)).to).toEqual(to);
  });

  it('of bypasses is a day and some hours of a daily run, else the whole', () => {
    const span = { from: ago(100), to };
    expect(spanOfBypasses(request({ daily: true }), span)).toEqual({ from: ago(30), to });
    expect(spanOfBypasses(request({ daily: true, from: ago(100) }), span)).toEqual(span);
    expect(spanOfBypasses(request(), span)).toEqual(span);
  });

  it.each([
    [request(), false],
    [request({ daily: true }), true],
    [request({ from: ago(1) }), true],
  ])('%#: is thorough or only of calls', (asked, thorough) => {
    expect(isThorough(asked)).toBe(thorough);
    expect(phasesOf(asked)).toEqual(thorough ? ['calls', 'keys', 'bypasses'] : ['calls']);
  });
});

it('what two pages have seen is added up', () => {
  const one = { sessions: 1, complete: 2, open: 3, untold: 4, otherCalls: 5, queued: 6 };
  expect(plus(NOTHING_YET, one)).toEqual(one);
  expect(plus(one, one)).toEqual({
    sessions: 2,
    complete: 4,
    open: 6,
    untold: 8,
    otherCalls: 10,
    queued: 12,
  });
});

describe('the memory of sessions that are complete', () => {
  const id = (at: number) => sessionId(`ecs-execute-command-${String(at).padStart(26, '0')}`);

  it('keeps twenty thousand, those that were seen last', () => {
    const memory = sessionMemory();
    for (let at = 0; at < 20_000; at += 1) memory.add(id(at));
    expect([memory.has(id(0)), memory.has(id(19_999)), memory.has(id(20_000))]).toEqual([true, true, false]);
    memory.add(id(0));
    memory.add(id(20_000));
    expect([memory.has(id(0)), memory.has(id(1)), memory.has(id(20_000))]).toEqual([true, false, true]);
  });
});

describe('what a trail holds of a transcript', () => {
  const logs = (compared: Readonly<Record<string, string | null>>) => ({
    name: 'command-logs' as const,
    subject: sessionId(),
    compared,
    compliant: true,
    sha256: 'ab',
  });
  const place = { bucket: 'b', key: 'k' };

  it('is told by its place, with all that was said of it', () => {
    const [one, other] = [logs({ ...place, etag: '1' }), logs({ ...place, etag: '2' })];
    const elsewhere = logs({ bucket: 'b', key: 'l' });
    expect(reportedPlaces([one, elsewhere, other])).toMatchObject([
      { ...place, logs: [one.compared, other.compared] },
      { bucket: 'b', key: 'l', logs: [elsewhere.compared] },
    ]);
  });

  it('is nothing where no object was found, or the place is not said, or it is about something else', () => {
    expect(
      reportedPlaces([
        logs({ ...place, cause: 'unknown' }),
        logs({ bucket: 'b' }),
        logs({ key: 'k' }),
        logs({ bucket: '', key: 'k' }),
        { ...logs(place), name: 'user-identity' },
      ]),
    ).toEqual([]);
  });

  it.each<[string, Readonly<Record<string, string | null>>, object, boolean]>([
    ['the same version', { version_id: 'v1', etag: 'x' }, { versionId: 'v1', etag: 'y' }, true],
    ['another version', { version_id: 'v2', etag: 'x' }, { versionId: 'v1', etag: 'x' }, false],
    [
      'no version, and the same content',
      { version_id: null, etag: 'x' },
      { versionId: null, etag: 'x' },
      true,
    ],
    [
      'no version, and another content',
      { version_id: null, etag: 'x' },
      { versionId: null, etag: 'y' },
      false,
    ],
    ['versions suspended since', { version_id: 'v1', etag: 'x' }, { versionId: 'null', etag: 'x' }, false],
    ['versions suspended', { version_id: 'null', etag: 'x' }, { versionId: null, etag: 'x' }, true],
  ])('is about an object or not: %s', (_, compared, object, about) => {
    expect(isAbout(compared, transcriptRef(object))).toBe(about);
  });

  it.each([
    ['v1', true],
    ['null', false],
    [null, false],
  ])('a version id %j is one: %s', (versionId, versioned) => {
    expect(isVersioned(versionId)).toBe(versioned);
  });

  it.each([
    ['a', 'a'],
    ['', null],
    [7, null],
    [undefined, null],
  ])('the text of %j is %j', (value, text) => {
    expect(textOf(value)).toBe(text);
  });
});
