import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromiumExecutable } from './chromium-executable';
import { drawTerminal, type Theme } from './draw-terminal';
import { photograph } from './photograph';

// `npm run picture`: runs `npm start` once, draws what it printed and photographs the page it wrote, as the README shows them.

const FOLDER = join('docs', 'pictures');

/** Text on the backgrounds GitHub has, each with a contrast of 4.5 to 1 at least. */
const THEMES: Readonly<Record<string, Theme>> = {
  light: {
    background: '#f6f8fa',
    border: '#d0d7de',
    text: '#1f2328',
    dim: '#59636e',
    good: '#116329',
    bad: '#cf222e',
  },
  dark: {
    background: '#0d1117',
    border: '#30363d',
    text: '#e6edf3',
    dim: '#9198a1',
    good: '#3fb950',
    bad: '#ff7b72',
  },
};

const { NO_COLOR: _, ...environment } = process.env;
const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'demo/start.ts'], {
  encoding: 'utf8',
  env: { ...environment, FORCE_COLOR: '1' },
});
if (status !== 0) {
  console.error(`npm start failed, so there is nothing to draw:\n${stdout}${stderr}`);
  process.exit(1);
}

mkdirSync(FOLDER, { recursive: true });
for (const [name, theme] of Object.entries(THEMES)) {
  const path = join(FOLDER, `npm-start-${name}.svg`);
  writeFileSync(path, drawTerminal('npm start', stdout, theme));
  console.log(path);
}

const chromium = chromiumExecutable();
if (chromium === null) {
  console.error('The page was not photographed: chromium is not on PATH, and CHROMIUM does not name one.');
  process.exitCode = 1;
} else {
  void photograph(chromium, join('dist', 'session-page.html'), (scheme) =>
    join(FOLDER, `session-page-${scheme}.png`),
  ).then((paths) => console.log(paths.join('\n')));
}
