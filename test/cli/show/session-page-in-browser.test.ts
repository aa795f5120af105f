import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { sessionPage } from '../../../cli/show/page/session-page';
import { openBrowser } from '../../../scripts/browser';
import { recordedTranscript } from '../../../stand-ins/recorded-session/transcript';
import { describeWith, pathOf } from '../../tools/tools';
import { shownSession, withEveryText } from './shown-sessions';

const TRANSCRIPT = recordedTranscript(new Date('2026-07-31T12:32:30Z'));
jest.setTimeout(120_000);

describeWith('chromium')('in a browser the page of a session', () => {
  let folder: string;
  let browser: Browser;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'session-page-'));
    browser = await openBrowser(pathOf('chromium'));
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  /** The page, and what it does that nobody wants. */
  const open = async (transcript: Uint8Array = TRANSCRIPT, session = shownSession(transcript)) => {
    const file = join(folder, `${Math.random()}.html`);
    writeFileSync(file, await sessionPage(session, transcript));
    const page = await browser.newPage({ colorScheme: 'light' });
    const wrong: string[] = [];
    page.on('dialog', (dialog) => {
      wrong.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('console', (message) => wrong.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => wrong.push(`error: ${error.message}`));
    page.on('popup', () => wrong.push('popup'));
    page.on('request', (request) => {
      if (request.url() !== pathToFileURL(file).href) wrong.push(`request: ${request.url()}`);
    });
    await page.addInitScript({
      content: `document.addEventListener('securitypolicyviolation', (event) => console.log('violation: ' + event.violatedDirective + ' ' + event.blockedURI));`,
    });
    await page.goto(pathToFileURL(file).href);
    return { page, wrong };
  };
  const focused = (page: Page) => page.evaluate('document.activeElement.id');
  const background = (page: Page) => page.evaluate('getComputedStyle(document.body).backgroundColor');
  const press = async (page: Page, ...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };

  it('runs, and asks nobody for anything', async () => {
    const { page, wrong } = await open();
    await page.getByRole('button', { name: 'Play' }).click();
    await page.getByRole('link', { name: 'kill -USR2 1' }).click();
    expect(wrong).toEqual([]);
  });

  it.each([
    // Text does not even become a script.
    ['script', "{ textContent: 'alert(1)' }", 'require-trusted-types-for trusted-types-sink'],
    ['img', "{ src: 'https://evil.example/' }", 'img-src https://evil.example'],
    ['iframe', "{ src: 'https://evil.example/' }", 'frame-src https://evil.example'],
    ['style', "{ textContent: 'body { display: none }' }", 'style-src-elem inline'],
  ])('refuses a foreign element that gets into it after all: %s', async (element, content, violated) => {
    const { page, wrong } = await open();
    const said = page.waitForEvent('console', (message) => message.text().startsWith('violation'));
    await page
      .evaluate(`document.body.append(Object.assign(document.createElement('${element}'), ${content}))`)
      .catch(() => {});
    expect((await said).text()).toContain(`violation: ${violated}`);
    expect(wrong.filter((one) => /^(dialog|popup)/.test(one))).toEqual([]);
  });

  it('shows what is hostile in every field and in the transcript, and obeys none of it', async () => {
    const hostile = `</title></style></script><script>alert(1)</script><img src=x onerror="alert(2)">"'--><svg onload=alert(3)><a href=javascript:alert(4)>{{7*7}}\u202e`;
    const transcript = Buffer.concat([
      Buffer.from(`# echo\r\n${hostile}\r\n\x1b]8;;javascript:alert(5)\x07link\x1b]8;;\x07\r\n`),
      Buffer.from(
        '\x1b]0;title\x07\x1b]52;c;cm0gLXJmIC8=\x07\0\0\x1b[6n\x1bP+q544e\x1b\\\xff\xfe\r\n',
        'latin1',
      ),
      Buffer.from(`# ${hostile}\r\n`),
    ]);
    const { page, wrong } = await open(transcript, withEveryText(shownSession(transcript), hostile));
    expect(wrong).toEqual([]);
    expect(await page.locator('img, svg, iframe, object, embed, body script:not(:last-child)').count()).toBe(
      0,
    );
    expect(await page.locator('a[href]:not([href^="#"])').count()).toBe(0);
    expect(await page.title()).toContain('<script>alert(1)</script>');
    expect(await page.locator('#L2').textContent()).toContain(hostile.replace('\u202e', '[U+202E]'));
    await page.locator('.commands a').last().click();
    expect(wrong).toEqual([]);
  });

  it('is searched with the keyboard: / to write, Enter to go, n and N on and back', async () => {
    const { page } = await open();
    await press(page, '/');
    expect(await focused(page)).toBe('wanted');
    await page.keyboard.type('HEALTH');
    expect(await page.locator('#found').textContent()).toBe('2 lines');
    await press(page, 'Enter');
    expect([await focused(page), await page.locator('#found').textContent()]).toEqual(['L8', '1 of 2 lines']);
    await press(page, 'n');
    expect(await focused(page)).toBe('L16');
    await press(page, 'n');
    expect(await focused(page)).toBe('L8');
    await press(page, 'N');
    expect(await focused(page)).toBe('L16');
    expect(await page.locator('.matches').count()).toBe(2);
    expect(await page.evaluate("CSS.highlights.get('found').size")).toBe(2);
    await press(page, '/', 'Escape');
    expect([await focused(page), await page.locator('.matches').count()]).toEqual(['screen', 0]);
  });

  it('is searched for what it shows, whatever that means in a pattern, over changes of colour', async () => {
    const { page } = await open(Buffer.from('a (b) [c] \\d $x\r\n\x1b[31mre\x1b[32md\x1b[0m\r\n'));
    const found = page.locator('#found');
    for (const [text, count] of [
      ['(b) [c] \\d $', '1 line'],
      ['red', '1 line'],
      ['.*', '0 lines'],
    ] as const) {
      await page.locator('#wanted').fill(text);
      expect([text, await found.textContent()]).toEqual([text, count]);
    }
  });

  it('has a list of commands that leads to their lines', async () => {
    const { page } = await open();
    const links = page.getByRole('navigation', { name: 'Commands' }).getByRole('link');
    expect(await links.count()).toBe(8);
    await links.nth(5).focus();
    await press(page, 'Enter');
    expect(await focused(page)).toBe('L15');
    expect(await page.locator('#L15').textContent()).toContain('kill -USR2 1');
    expect(await links.nth(5).getAttribute('aria-current')).toBe('true');
  });

  it('is replayed line by line, and shows a line that somebody goes to', async () => {
    const { page } = await open();
    const hidden = page.locator('.line.unplayed');
    await page.locator('#position').focus();
    await press(page, 'Home');
    expect(await hidden.count()).toBe(22);
    await press(page, 'ArrowRight', 'ArrowRight');
    expect([await hidden.count(), await page.locator('#at').textContent()]).toEqual([20, '2 of 22']);
    await page.getByRole('button', { name: 'One line on' }).click();
    expect(await hidden.count()).toBe(19);
    await page.getByRole('link', { name: 'kill -USR2 1' }).click();
    expect(await page.locator('#L15').isVisible()).toBe(true);
    await page.getByRole('button', { name: 'Play' }).click();
    await page.locator('#speed').selectOption('100');
    await page.getByRole('button', { name: 'Play' }).waitFor();
    expect(await hidden.count()).toBe(0);
  });

  it('is light or dark as the system is, or as is chosen', async () => {
    const { page } = await open();
    const light = await background(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    const dark = await background(page);
    expect(dark).not.toBe(light);
    const theme = page.getByRole('button', { name: /^Theme/ });
    const seen = [];
    for (let press = 0; press < 3; press += 1) {
      await theme.click();
      seen.push([await theme.textContent(), await background(page)]);
    }
    expect(seen).toEqual([
      ['Theme: light', light],
      ['Theme: dark', dark],
      ['Theme: system', dark],
    ]);
  });

  it('is reached with the keyboard alone, and shows where the focus is', async () => {
    const { page } = await open();
    const reached = new Set<unknown>();
    for (let tab = 0; tab < 40; tab += 1) {
      await press(page, 'Tab');
      const [name, outline] = (await page.evaluate(
        `[document.activeElement.id || document.activeElement.textContent.trim(), getComputedStyle(document.activeElement).outlineStyle]`,
      )) as [string, string];
      if (name !== '' && outline !== 'none') reached.add(name);
    }
    const wanted = [
      'Skip to the transcript',
      'theme',
      'ls',
      'wanted',
      'next',
      'play',
      'position',
      'speed',
      'screen',
    ];
    expect(wanted.filter((name) => !reached.has(name))).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('has a contrast of 4.5 to 1 at least, %s', async (colorScheme) => {
    const { page } = await open(
      Buffer.from(`${[1, 2, 3, 4, 5, 6].map((hue) => `\x1b[3${hue}mx`).join('')}\x1b[0;2mx\u202e\r\n`),
    );
    await page.emulateMedia({ colorScheme });
    const contrasts = (await page.evaluate(`(() => {
      const channels = (color) => color.match(/[\\d.]+/g).map(Number);
      const light = (color) => channels(color).slice(0, 3).map((c) => c / 255).map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4).reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
      const behind = (element) => { const color = getComputedStyle(element).backgroundColor; return element === document.documentElement || channels(color)[3] !== 0 ? color : behind(element.parentElement); };
      return [...document.querySelectorAll('body *')].filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim() !== '') && e.checkVisibility() && !e.matches('script')).map((e) => {
        const [a, b] = [light(getComputedStyle(e).color), light(behind(e))];
        return { text: e.textContent.slice(0, 40), contrast: (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) };
      });
    })()`)) as { text: string; contrast: number }[];
    expect(contrasts.length).toBeGreaterThan(40);
    expect(contrasts.filter(({ contrast }) => contrast < 4.5)).toEqual([]);
  });

  it('is printed whole, in dark ink, and without controls', async () => {
    const { page } = await open();
    await page.locator('#position').fill('3');
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await background(page)).toBe('rgb(255, 255, 255)');
    const shown = (selector: string) => page.locator(selector).locator('visible=true').count();
    expect(await shown('button, input, select, output, summary, .commands')).toBe(0);
    expect(await shown('.line')).toBe(22);
    const { height, whole } = (await page.evaluate(
      `({ height: document.getElementById('screen').clientHeight, whole: document.getElementById('screen').scrollHeight })`,
    )) as { height: number; whole: number };
    expect(height).toBe(whole);
  });

  it('is read without its script, too, and then has no controls', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.setContent(await sessionPage(shownSession(TRANSCRIPT), TRANSCRIPT));
    expect(await page.locator('.line').locator('visible=true').count()).toBe(22);
    expect(await page.locator('button, input, select').locator('visible=true').count()).toBe(0);
  });

  it('opens with the largest transcript it shows, and can be searched', async () => {
    const { page, wrong } = await open(Buffer.from('\x1b[31ma\x1b[0mb needle\r\n'.repeat(300_000)));
    expect(await page.locator('.notice.wrong').first().textContent()).toMatch(
      /^Shown: the first [\d,]+ lines/,
    );
    await page.locator('#wanted').fill('needle');
    await press(page, 'Shift+Enter');
    expect(await page.locator('#found').textContent()).toMatch(/^(\d+) of \1 lines$/);
    expect(wrong).toEqual([]);
  });
});
