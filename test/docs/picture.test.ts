import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { drawTerminal } from '../../scripts/draw-terminal';

const PROJECT = join(__dirname, '../..');
const PICTURES = ['docs/pictures/npm-start-light.svg', 'docs/pictures/npm-start-dark.svg'];
const THEME = { background: '#000', border: '#111', text: '#222', dim: '#333', good: '#444', bad: '#555' };

/** The lines of a picture, as somebody who selects and copies them gets them. */
const linesIn = (svg: string): string[] =>
  [...svg.matchAll(/<text[^>]*>(.*?)<\/text>/g)].map(([, line = '']) =>
    line
      .replaceAll(/<[^>]*>/g, '')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&'),
  );

/** A line without what is another with each run: times, durations, hashes, the version of Node, and the spaces they leave. */
const masked = (line: string): string =>
  line
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/, 'TIME')
    .replace(/(duration_seconds +)\d+/, '$1SECONDS')
    .replace(/\b[0-9a-f]{64}\b/, 'HASH')
    .replaceAll(/[\d,]+ ms\b/g, 'TIME ms')
    .replace(/Node [\d.]+/, 'Node VERSION')
    .replaceAll(/(\S) +/g, '$1 ');

describe('the picture of npm start', () => {
  const { stdout } = spawnSync(process.execPath, ['--import', 'tsx', 'demo/start.ts'], {
    cwd: PROJECT,
    encoding: 'utf8',
  });
  const printed = ['$ npm start', '', ...stripVTControlCharacters(stdout).trimEnd().split('\n')].map(masked);

  it.each(PICTURES)(
    '%s shows what is printed now; if not, run: npm run picture',
    (path) => {
      const shown = linesIn(readFileSync(join(PROJECT, path), 'utf8'));
      expect(shown.length).toBeGreaterThan(20);
      expect(shown.map(masked)).toEqual(printed);
    },
    60_000,
  );

  it.each(PICTURES)('%s loads nothing and runs nothing', (path) => {
    const svg = readFileSync(join(PROJECT, path), 'utf8');
    expect(svg).not.toMatch(/<script|<foreignObject|<image|<use|@import|@font-face|url\(|href|\son\w+=/i);
    expect(svg.match(/https?:[^"]*/g)).toEqual(['http://www.w3.org/2000/svg']);
  });
});

describe('a drawn terminal', () => {
  const drawn = (output: string) => drawTerminal('run', output, THEME);

  it('has each line of the output as one text, whatever is in it', () => {
    const lines = ['a <b> & "c"', '', '  two  columns   here', `${'word '.repeat(60)}end`, 'x'.repeat(300)];
    expect(linesIn(drawn(`${lines.join('\n')}\n`))).toEqual(['$ run', '', ...lines]);
  });

  it('breaks what is too long into rows, and is as high as they are', () => {
    const heightOf = (svg: string) => Number(/ height="(\d+)"/.exec(svg)?.[1]);
    const [one, two] = [drawn('x'.repeat(100)), drawn('x'.repeat(200))];
    expect(heightOf(two) - heightOf(one)).toBe(18);
    const ends = [...two.matchAll(/x="([\d.]+)" y="\d+" textLength="([\d.]+)"/g)].map(
      ([, x, length]) => Number(x) + Number(length),
    );
    expect(Math.max(...ends)).toBeLessThan(Number(/ width="(\d+)"/.exec(two)?.[1]));
  });

  it('keeps a style over line ends until it is turned off', () => {
    const svg = drawn('\x1b[1m\x1b[32mgood\nstill good\x1b[39m\x1b[22m plain');
    expect(svg).toContain('class="bold good">good<');
    expect(svg).toContain('class="bold good">still good<');
    expect(svg).toMatch(/textLength="[\d.]+">plain</);
  });

  it('refuses a colour it has not', () => {
    expect(() => drawn('\x1b[35mmagenta')).toThrow('SGR code 35');
  });
});
