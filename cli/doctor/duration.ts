const UNITS = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
] as const;

/** Its two largest parts: `3 min 5 s`, `2 d 4 h`. */
export const durationOf = (ms: number): string => {
  let left = Math.round(Math.abs(ms) / 1000);
  const parts: string[] = [];
  for (const [unit, seconds] of UNITS) {
    const count = Math.floor(left / seconds);
    left -= count * seconds;
    if (count > 0) parts.push(`${count} ${unit}`);
  }
  const said = parts.slice(0, 2).join(' ') || '0 s';
  return ms < 0 ? `-${said}` : said;
};
