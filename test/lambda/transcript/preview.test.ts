import * as fc from 'fast-check';
import { previewOf } from '../../../lambda/transcript/preview';

const preview = (text: string | Uint8Array) => {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  return previewOf(bytes, bytes.length);
};
const shown = async (text: string) => (await preview(text)).text;

describe('the preview shows what a terminal would have shown', () => {
  it.each([
    ['colours dropped', '\x1b[0m\x1b[01;34mdist\x1b[0m  package.json', 'dist  package.json'],
    ['a typed command corrected', '$ ip\b\b\x1b[K  pwd', '$   pwd'],
    ['lines as the two terminals ended them', 'one\r\r\ntwo\r\r\n', 'one\ntwo'],
    [
      "the header's bare line end as a whole one",
      'Script started on x [y]\n$ ls',
      'Script started on x [y]\n$ ls',
    ],
    ['a progress bar at its end', ' 10%\r 50%\r100%\r\n', '100%'],
    ['bracketed paste and window titles unseen', '\x1b[?2004h\x1b]0;root@ip: /app\x07# ls\r\n', '# ls'],
    ['characters of any script', 'größe €5 日本 🙂', 'größe €5 日本 🙂'],
    ['a bell unheard', 'tab\x07', 'tab'],
    ['a letter deleted within a line', '$ lsx -l\b\b\b\b\x1b[P', '$ ls -l'],
    ['a letter inserted within a line', '$ l -l\b\b\b\x1b[@s', '$ ls -l'],
    ['a line above corrected', 'one\r\ntwo\x1bM\rONE', 'ONE\ntwo'],
    ['a whole row erased at once', `${'x'.repeat(240)}\r\x1b[240Xend`, 'end'],
    ['a screen cleared while a command was typed', '$ ls\x1b[H\x1b[J$ ls -l', '$ ls\n$ ls -l'],
  ])('%s', async (_, raw, text) => {
    expect(await shown(raw)).toBe(text);
  });

  it('a full-screen program leaves nothing, what stood around it stays', async () => {
    expect(await shown('$ vi\r\n\x1b[?1049h\x1b[Hinside vi\x1b[?1049l$ exit\r\n')).toBe('$ vi\n$ exit');
  });

  it.each([
    ['clear', '\x1b[H\x1b[2J\x1b[3J'],
    ['reset', '\x1bc'],
  ])('%s hides nothing that was shown before', async (_, sequence) => {
    const text = await shown(`$ cat /etc/shadow\r\n${sequence}$ exit\r\n`);
    expect(text).toContain('cat /etc/shadow');
    expect(text).toContain('exit');
  });

  it('a long line is not broken where our terminal would wrap it', async () => {
    const line = 'abc '.repeat(200).trimEnd();
    expect(await shown(`${line}\r\nnext`)).toBe(`${line}\nnext`);
  });

  it('bytes that are no UTF-8 show as replacement characters', async () => {
    expect((await preview(Uint8Array.of(0x61, 0xff, 0x62))).text).toBe('a\ufffdb');
  });

  it('characters that would turn the text around are shown as replaced', async () => {
    expect(await shown('rm \u202Efr-\u202C')).toBe('rm \ufffdfr-\u202C'.replace('\u202C', '\ufffd'));
  });

  it('no control character is left', async () => {
    const every = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code)).join('x');
    expect(/[^\P{Cc}\n]/u.test(await shown(`${every}\r\nend`))).toBe(false);
  });
});

describe('no transcript can hold up the function', () => {
  it.each([...'bSTLMIZX@P'])(
    'with a sequence that asks to be carried out two billion times: CSI %s',
    async (final) => {
      expect(await shown(`a\x1b[2000000000${final}b\r\n`)).toBe('ab');
    },
  );
});

describe('the preview stays small', () => {
  it('holds the first 4,000 characters and says that there is more', async () => {
    const { text, truncated } = await preview('0123456789\r\n'.repeat(10_000));
    expect([...text]).toHaveLength(4_000);
    expect(text.startsWith('0123456789\n0123456789')).toBe(true);
    expect(truncated).toBe(true);
  });

  it('says that there is no more when there is none', async () => {
    expect((await preview('all of it\r\n')).truncated).toBe(false);
  });

  it.each([
    [512, 512, false],
    [4_000, 4_000, false],
    [4_001, 4_000, true],
  ])(
    'of %i characters on one line shows %i, and says whether there is more: %s',
    async (size, shows, truncated) => {
      const made = await preview('x'.repeat(size));
      expect([made.text.length, made.truncated, made.erased]).toEqual([shows, truncated, false]);
    },
  );

  it('says that there is more where its characters take two units each', async () => {
    expect((await preview('🙂\r\n'.repeat(3_000))).truncated).toBe(true);
  });

  it('says that there is more when it was given only the beginning', async () => {
    expect((await previewOf(new TextEncoder().encode('begin'), 1_000_000)).truncated).toBe(true);
  });

  it('does not lose the beginning to a flood of empty lines', async () => {
    expect((await preview(`first${'\r\n'.repeat(100_000)}last`)).text.startsWith('first')).toBe(true);
  });
});

describe('what was shown does not disappear unsaid', () => {
  const LINE = '$ cat /etc/shadow root:x:0';

  it.each([
    ['clear, as BusyBox and the Linux console have it', '\x1b[H\x1b[J'],
    ['clear, with the place it goes to', '\x1b[1;1H\x1b[0J'],
    ['clear, with half the place it goes to', '\x1b[;1f\x1b[J'],
    ['clear, with a place left out', '\x1b[1;H\x1b[J'],
    ['clear, again and again', '\x1b[H\x1b[2J'.repeat(500)],
    ['erase above', '\x1b[1J'],
    ['scroll up', '\x1b[50S'],
    ['scroll down', '\x1b[H\x1b[50T'],
    ['insert lines', '\x1b[H\x1b[50L'],
    ['delete lines', '\x1b[H\x1b[50M'],
    ['reverse index', `\x1b[H${'\x1bM'.repeat(60)}`],
    ['selective erase', '\x1b[H\x1b[?J'],
    ['shift left', `${'\x1b[200 @'.repeat(3)}`],
    ['full reset', '\x1bc'],
    ['soft reset', '\x1b[!p'],
  ])('%s: it stays, and nothing is said to be erased', async (_, sequence) => {
    const { text, erased } = await preview(`${LINE}\r\n${sequence}\x1b[50Hend`);
    expect(text).toContain(LINE);
    expect(text.endsWith('end')).toBe(true);
    expect(erased).toBe(false);
  });

  const up = '\x1b[A\r';
  it.each([
    ['erase below', `${up}\x1b[J`],
    ['erase to the right', `${up}\x1b[K`],
    ['erase to the left', `${up}\x1b[99C\x1b[1K`],
    ['erase the line', `${up}\x1b[2K`],
    ['selective erase of the line', `${up}\x1b[?2K`],
    ['erase characters', `${up}\x1b[40X`],
    ['delete characters', `${up}\x1b[40P`],
    ['insert characters', `${up}\x1b[5C\x1b[20@`],
    ['insert mode', `${up}\x1b[5C\x1b[4hnothing\x1b[4l`],
    ['spaces over it', `${up}${' '.repeat(40)}`],
    ['spaces from the top', `\x1b[H${' '.repeat(40)}`],
    ['another text over it', `${up}$ ls -l                    `],
    ['a scroll region that loses its lines', `\x1b[1;2r\x1b[H\x1bM\x1b[2;5r\x1b[5H${'a\n'.repeat(9)}`],
    ['the alignment pattern', '\x1b#8'],
    ['a line that is not ended, then emptied', 'secret\r\x1b[K'],
    ['a line that is not ended, then overwritten', 'secret\rpublic'],
    ['the alternate screen', '\x1b[?1049hsecret\x1b[?1049l'],
    ['the alternate screen 47', '\x1b[?47hsecret\x1b[?47l'],
    ['the alternate screen 1047, not left', '\x1b[?1047hsecret'],
    ['no wrapping', `\x1b[?7l${'secret'.repeat(50)}`],
    ['lines inside a window title', '\x1b]0;secret\r\nsecret\r\n\x07'],
    ['lines inside a title, its beginning broken up', '\x1b\0]0;secret\r\n\x07'],
    ['lines inside an application string, after a bell', '\x1b_\x07secret\r\n\x1b\\'],
    ['lines inside a device control string', '\x1bPsecret\r\nsecret\r\n\x1b\\'],
  ])('%s: it is said', async (_, sequence) => {
    expect((await preview(`${LINE}\r\n${sequence}\r\nend`)).erased).toBe(true);
  });

  it('the alignment pattern over all of it: it is said', async () => {
    expect((await preview(`${LINE}\x1b#8`)).erased).toBe(true);
  });

  it.each([
    ['text after a control string that a line end of eight bits ends', '\x1b_title\x85text\r\n'],
    ['a line longer than a screen', 'x'.repeat(15_000)],
    ['a line of wide characters longer than a screen', '日'.repeat(9_000)],
    ['what comes after the preview', `${'line\r\n'.repeat(2_000)}\x1b]0;secret\r\nsecret\x07`],
    ['a session as most are', '\x1b[?2004hroot@ip:/app# ls\r\n\x1b[?2004l\ra\tb\r\n'],
    ['colours and window titles', '\x1b]0;root@ip: /app\x07\x1b[01;34mdist\x1b[0m\r\n'],
    ['text set apart with tabs and cursor moves', 'one\ttwo\x1b[40G[ ok ]\r\n'],
    ['wide and combined characters', `${'日本'.repeat(90)}x e\u0301\r\n`],
    ['line drawing', '\x1b(0lqqk\x1b(B\r\n\x0eq\x0f'],
    ['concealed text', '\x1b[8msecret\x1b[0m\r\n'],
    ['many lines', 'line\r\n'.repeat(20_000)],
    ['many empty lines', 'a\r\n\r\n\r\n'.repeat(9_000)],
    ['characters cut by the bounds of what is read', `a${'🙂'.repeat(10_000)}`],
  ])('and it is not said of %s', async (_, text) => {
    expect((await preview(text)).erased).toBe(false);
  });

  it('not even of concealed text, which is shown', async () => {
    expect(await shown('\x1b[8msecret\x1b[0m')).toBe('secret');
  });

  const code = (first: number, last: number) =>
    fc.integer({ min: first, max: last }).map((point) => String.fromCharCode(point));
  const parameters = fc
    .array(fc.oneof(fc.constant(''), fc.integer({ min: 0, max: 60 }).map(String)), { maxLength: 3 })
    .map((numbers) => numbers.join(';'));
  const csi = fc
    .tuple(
      fc.constantFrom('\x1b[', '\x9b'),
      fc.constantFrom('', '', '', '?', '>'),
      parameters,
      fc.constantFrom('', '', '', ' ', '!', '$', "'"),
      code(0x40, 0x7e),
    )
    .map((parts) => parts.join(''));
  const likely = fc.constantFrom(
    ...[
      '\x1b[A',
      '\x1b[H',
      '\x1b[J',
      '\x1b[K',
      '\x1b[2J',
      '\x1bM',
      '\x1b7',
      '\x1b8',
      '\x1b[4h',
      '\x1b[?7l',
      '\x1b[?6h',
    ],
    ...[
      '\x1b[?3h',
      '\x1b[?47h',
      '\x1b[?1049h',
      '\x1b[?1049l',
      '\x1b[2;9r',
      '\x1b[5C',
      '\x1b[2P',
      '\x1b[X',
      '\x1b[240G',
    ],
  );
  const esc = fc
    .tuple(fc.constantFrom('', '', '#', '(', '%'), code(0x30, 0x7e))
    .map(([between, final]) => `\x1b${between}${final}`);
  const plain = fc.string({
    unit: fc.oneof(code(0x20, 0x7e), fc.constantFrom('日', '\u0301', '\t')),
    maxLength: 9,
  });
  const anything = fc
    .array(fc.oneof(csi, likely, esc, code(0, 0x1f), code(0x80, 0x9f), plain), { maxLength: 30 })
    .map((pieces) => pieces.join(''));

  it('whatever follows a line: it is in the preview, or the preview says that something was erased', async () => {
    await fc.assert(
      fc.asyncProperty(anything, async (sequences) => {
        const { text, erased } = await preview(`first\r\n${LINE}\r\n${sequences}`);
        expect(erased || text.includes(LINE)).toBe(true);
      }),
      { numRuns: 300 },
    );
    // A busy machine takes longer than the usual five seconds for so many.
  }, 30_000);
});
