import * as fc from 'fast-check';
import { drawTranscript } from '../../../cli/show/transcript/draw';
import { textOf } from '../../../cli/show/transcript/line';
import { readHead } from '../../../cli/show/transcript/read-head';
import { visible } from '../../../cli/show/transcript/unseen';
import { recordedTranscript } from '../../../stand-ins/recorded-session/transcript';
import { sha256Of } from './shown-sessions';

const draw = async (raw: string | Uint8Array) => {
  const { head, sizeBytes } = await readHead(typeof raw === 'string' ? Buffer.from(raw) : raw);
  return drawTranscript(head, sizeBytes);
};
const shown = async (raw: string | Uint8Array) => (await draw(raw)).lines.map(textOf).join('\n');
const entered = async (raw: string) =>
  (await draw(raw)).commands.map(({ line, command }) => `${line + 1} ${command}`);

describe('a transcript is drawn as a terminal shows it', () => {
  it.each([
    ['a typed command corrected', '$ ip\b\b\x1b[K  pwd', '$   pwd'],
    ['a progress bar at its end', ' 10%\r 50%\r100%\r\n', '100%'],
    ['a window title unseen', '\x1b]0;root@ip: /app\x07# ls\r\n', '# ls'],
    [
      'the text of a link, and not where it leads',
      '\x1b]8;;https://evil.example\x07click\x1b]8;;\x07',
      'click',
    ],
    ['what would set the clipboard unseen', 'a\x1b]52;c;cm0gLXJmIC8=\x07b', 'ab'],
    ['NULs left out', 'a\0\0b', 'ab'],
    ['lines as two terminals ended them', 'one\r\r\ntwo\r\r\n', 'one\ntwo'],
    ['what was cleared away', '$ cat secret\r\n\x1b[H\x1b[2J\x1b[3J$ exit', '$ cat secret\n$ exit'],
    ['a direction override as a placeholder', '\u202etxt.exe\r\n', '[U+202E]txt.exe'],
    ['an isolate in a word', 'user\u2066admin\u2069', 'user[U+2066]admin[U+2069]'],
    ['a tag', 'a\u{e0041}b', 'a[U+E0041]b'],
    ['a joined emoji and accents as they are', '👩‍🚀 é ❤️', '👩‍🚀 é ❤️'],
  ])('%s', async (_, raw, text) => {
    expect(await shown(raw)).toBe(text);
  });

  it('bytes that are not UTF-8 as replacement characters', async () => {
    expect(await shown(Uint8Array.of(0x61, 0xff, 0xc3, 0x62))).toBe('a\ufffd\ufffdb');
  });

  it('without any control or direction character, whatever the bytes are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), async (bytes) => {
        const lines = (await draw(bytes)).lines.map(textOf);
        expect(lines.filter((line) => /\p{Cc}|\p{Bidi_Control}|\p{Surrogate}/u.test(line))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('also what the terminal was told to hide', async () => {
    const looks = async (raw: string) =>
      (await draw(raw)).lines[0]?.runs.map((run) => [run.text, run.looks.join()]);
    expect(await looks('\x1b[8mhidden\x1b[0m')).toEqual([['hidden', 'concealed']]);
    expect(await looks('\x1b[34;44mhidden\x1b[0m')).toEqual([['hidden', 'concealed']]);
    expect(await looks('\x1b[1;31mred\x1b[0m')).toEqual([['red', 'red,bold']]);
  });

  it('and says whether something was drawn over', async () => {
    expect((await draw('one\r\ntwo\r\n')).erased).toBe(false);
    expect((await draw('one\rtwo\r\n')).erased).toBe(true);
    expect((await draw('\x1b[?1049hin an editor\x1b[?1049l')).erased).toBe(true);
  });
});

describe('commands are told', () => {
  it('by the prompts of a recorded session', async () => {
    const commands = await entered(recordedTranscript(new Date(0)).toString());
    expect(commands).toHaveLength(8);
    expect(commands.slice(0, 3)).toEqual(['2 ls', '4 ps aux | head -3', '8 curl -s localhost:8080/health']);
  });

  it.each([
    ['sh', '# ls\r\n# exit\r\n', ['1 ls', '2 exit']],
    ['sh without a login', '$ id\r\nuid=0\r\n$ \r\n', ['1 id']],
    ['BusyBox', '/ # cd app\r\n/app # ls -l\r\n', ['1 cd app', '2 ls -l']],
    ['bash without a configuration', 'bash-5.1# id\r\n', ['1 id']],
    ['bash of Red Hat', '[root@web app]$ whoami\r\n', ['1 whoami']],
    ['PowerShell', 'PS C:\\app> dir\r\n', ['1 dir']],
    [
      'whatever turns on bracketed paste',
      '\x1b[?2004horders=> select 1;\r\n\x1b[?2004l1\r\n',
      ['1 orders=> select 1;'],
    ],
  ])('of %s', async (_, raw, commands) => {
    expect(await entered(raw)).toEqual(commands);
  });

  it('and comments in a file are not commands where prompts look otherwise', async () => {
    expect(await entered('/ # cat app.conf\r\n# port = 1\r\n$ 5\r\n')).toEqual(['1 cat app.conf']);
  });

  it('not inside a full-screen program', async () => {
    expect(await entered('\x1b[?1049h\x1b[?2004hin an editor\x1b[?1049l/ # exit\r\n')).toEqual(['1 exit']);
  });
});

describe('however large a transcript is', () => {
  it('its size and SHA-256 are of all of it, in whatever parts it comes', async () => {
    const bytes = Buffer.from('0123456789abcdef'.repeat(200_000));
    async function* parts() {
      for (let begin = 0; begin < bytes.length; begin += 77_777) yield bytes.subarray(begin, begin + 77_777);
    }
    const read = await readHead(parts());
    expect([read.sizeBytes, read.sha256]).toEqual([bytes.length, sha256Of(bytes)]);
    expect(Buffer.from(read.head).equals(bytes.subarray(0, read.head.length))).toBe(true);
    expect(read.head.length).toBe(512 * 1024);
  });

  it.each([
    ['one line', 'x'.repeat(3_000_000)],
    ['empty lines', '\n'.repeat(3_000_000)],
    ['screens cleared one after another', 'a\x1b[2J'.repeat(200_000)],
    ['one character repeated by the terminal', 'x\x1b[2000000000b'.repeat(200_000)],
    ['accents upon each other', `a${'\u0301'.repeat(1_000_000)}`],
    ['direction overrides', '\u202e'.repeat(500_000)],
    ['prompts', '\x1b[?2004h# x\r\n'.repeat(100_000)],
  ])(
    'what is shown of %s has an end, and that is said',
    async (_, raw) => {
      const { lines, commands, truncated } = await draw(raw);
      expect(truncated).toBe(true);
      expect(lines.length).toBeLessThanOrEqual(20_000);
      expect(commands.length).toBeLessThanOrEqual(2_000);
      const lengths = lines.map((line) => textOf(line).length);
      expect(Math.max(...lengths)).toBeLessThanOrEqual(5_000);
      expect(lengths.reduce((sum, length) => sum + length, 0)).toBeLessThanOrEqual(510_000);
    },
    60_000,
  );
});

describe('a text made visible', () => {
  it('has no control characters, and is otherwise the same', () => {
    expect(visible('a\x1b[31mb\u202ec\ud800')).toBe('a[U+001B][31mb[U+202E]c\ufffd');
    expect(visible('größe 日本 🙂')).toBe('größe 日本 🙂');
  });
});
