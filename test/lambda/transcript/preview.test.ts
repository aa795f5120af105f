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

  it('says that there is more when it was given only the beginning', async () => {
    expect((await previewOf(new TextEncoder().encode('begin'), 1_000_000)).truncated).toBe(true);
  });

  it('does not lose the beginning to a flood of empty lines', async () => {
    expect((await preview(`first${'\r\n'.repeat(100_000)}last`)).text.startsWith('first')).toBe(true);
  });
});

describe('a transcript is blank', () => {
  const header = 'Script started on 2026-07-31 12:31:02+00:00 [COMMAND="cat x" <not executed on terminal>]\n';
  const footer = '\nScript done on 2026-07-31 12:31:02+00:00 [COMMAND_EXIT_CODE="0"]\n';

  it.each([
    ['with no byte', ''],
    ['with nothing but header and footer', header + footer],
    ['with nothing but control sequences between them', `${header}\x1b[?2004h\x1b[0m\r\r\n${footer}`],
  ])('%s', async (_, text) => {
    expect((await preview(text)).blank).toBe(true);
  });

  it.each([
    ['one character was shown', `${header}#${footer}`],
    ['a full-screen program drew something', '\x1b[?1049hx\x1b[?1049l'],
  ])('but not when %s', async (_, text) => {
    expect((await preview(text)).blank).toBe(false);
  });
});
