import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { LIMITS } from '../../cli/show/transcript/limits';
import { PROJECT, table } from './pages';

describe('docs/session-page.md', () => {
  it('says how much of a transcript is shown', () => {
    const { sourceBytes, lines, characters, commands, recordedBytes } = LIMITS;
    expect(table('docs/session-page.md', '## How much of a transcript').map(([, value]) => value)).toEqual(
      [sourceBytes, lines, characters, commands, recordedBytes].map((limit) => limit.toLocaleString('en')),
    );
  });
});

describe('the picture of the session page', () => {
  it.each(['light', 'dark'])('%s is a PNG of less than 200 KB', (scheme) => {
    const path = join(PROJECT, `docs/pictures/session-page-${scheme}.png`);
    expect(readFileSync(path).subarray(1, 4).toString()).toBe('PNG');
    expect(statSync(path).size).toBeLessThan(200_000);
  });
});
