import { cursorOf, positionOf } from '../../../lambda/messages/cursor';

const TIME = '2026-07-31T12:25:25.000Z';

describe('where a reconciliation is', () => {
  it.each([
    ['calls', { phase: 'calls', after: null }],
    ['bypasses', { phase: 'bypasses', after: null }],
    [`calls:${TIME}`, { phase: 'calls', after: TIME }],
    [`bypasses:${TIME}`, { phase: 'bypasses', after: TIME }],
    ['keys:a:b/c.log', { phase: 'keys', after: 'a:b/c.log' }],
    [`keys:${'x'.repeat(1024)}`, { phase: 'keys', after: 'x'.repeat(1024) }],
  ] as const)('is carried on as %s', (cursor, position) => {
    expect(cursorOf(position)).toBe(cursor);
    expect(positionOf(cursor)).toEqual(position);
  });

  it.each([
    '',
    'x',
    ':',
    `x${TIME}`,
    `calls:x${TIME}`,
    `calls:${TIME}x`,
    'calls:2026-07-31T12:25:25Z',
    'calls:2026-07-31T99:25:25.000Z',
    `keys:${'x'.repeat(1025)}`,
    'keys:a\0b',
  ])('is not read from %j', (cursor) => {
    expect(positionOf(cursor)).toBeNull();
  });
});
