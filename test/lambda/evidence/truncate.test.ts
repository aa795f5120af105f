import { isTruncated, truncate } from '../../../lambda/evidence/truncate';

describe('a value of user_data', () => {
  it('is as it was up to 4,000 characters, however many code units those are', () => {
    const longest = '🙂'.repeat(4_000);
    expect(truncate(longest)).toBe(longest);
    expect(isTruncated(truncate(longest))).toBe(false);
    expect(truncate(`${longest}🙂`)).toBe(`${longest}… [truncated, 4001 characters in total]`);
  });

  it('is known to be cut', () => {
    expect(isTruncated(truncate('abcd', 3))).toBe(true);
    expect(truncate('abcd', 3)).toBe('abc… [truncated, 4 characters in total]');
    expect(isTruncated(`${truncate('x'.repeat(12_345))}.`)).toBe(false);
    expect(isTruncated(truncate('x'.repeat(12_345)))).toBe(true);
    expect(isTruncated('… [truncated, some characters in total]')).toBe(false);
  });
});
