import fc from 'fast-check';
import { drawTranscript } from '../../cli/show/transcript/draw';
import { textOf } from '../../cli/show/transcript/line';
import { blankness } from '../../lambda/transcript/blankness';
import { previewOf } from '../../lambda/transcript/preview';
import { everyOne, everyOneAsync, inPieces } from './arbitrary';

const encoder = new TextEncoder();
// Bytes as programs send them: text, escape sequences whole and broken off, and anything.
const likely = fc.oneof(
  fc.string({ maxLength: 12 }).map((text) => encoder.encode(text)),
  fc.string({ unit: 'binary', maxLength: 6 }).map((text) => encoder.encode(text)),
  fc
    .tuple(fc.constantFrom('\x1b[', '\x1b]', '\x1bP', '\x1b', '\x9b'), fc.string({ maxLength: 6 }))
    .map((parts) => encoder.encode(parts.join(''))),
  fc
    .constantFrom('\r\n', '\n', '\r', '\b', '\x1b[K', '\x1b[2J', '\x1b[?1049h', '日本')
    .map((text) => encoder.encode(text)),
  fc.uint8Array({ maxLength: 12 }),
);
const anyBytes = fc
  .array(likely, { maxLength: 30 })
  .map((parts) => Uint8Array.from(parts.flatMap((part) => [...part])));

const PLAIN = /^(?:[^\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]|\n)*$/u;

describe('whatever the bytes of a transcript are', () => {
  it('its preview is short, without controls, and says when it is not all', async () => {
    await everyOneAsync(
      fc.asyncProperty(anyBytes, fc.nat(100_000), async (head, more) => {
        const { text, truncated } = await previewOf(head, head.length + more);
        expect([...text].length).toBeLessThanOrEqual(4_000);
        expect(text).toMatch(PLAIN);
        if (more > 0) expect(truncated).toBe(true);
      }),
      1 / 2,
    );
  }, 60_000);

  it('of printed lines, the preview is these lines, and nothing is missing', async () => {
    const line = fc.stringMatching(/^[!-~]([ -~]{0,60}[!-~])?$/);
    await everyOneAsync(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 20 }), async (lines) => {
        const bytes = encoder.encode(`${lines.join('\r\n')}\r\n`);
        expect(await previewOf(bytes, bytes.length)).toEqual({
          text: lines.join('\n'),
          truncated: false,
          erased: false,
        });
      }),
      1 / 2,
    );
  }, 60_000);

  it('it can be shown, line by line, and says when something is missing as the preview does', async () => {
    await everyOneAsync(
      fc.asyncProperty(anyBytes, async (head) => {
        const { lines, commands } = await drawTranscript(head, head.length);
        for (const each of lines) expect(textOf(each)).toMatch(/^\P{Cc}*$/u);
        for (const { line } of commands) expect(lines[line]).toBeDefined();
      }),
      1 / 3,
    );
  }, 60_000);

  it('it is blank or not, wherever the pieces end in which it comes', () => {
    everyOne(
      fc.property(
        anyBytes.chain((all) => inPieces(fc.constant(all)).map((pieces) => ({ all, pieces }))),
        ({ all, pieces }) => {
          const [whole, cut] = [blankness(), blankness()];
          whole.take(all);
          for (const piece of pieces) cut.take(piece);
          expect(cut.isBlank()).toBe(whole.isBlank());
        },
      ),
    );
  });

  it('it is not blank once it shows a character, and blank while it shows none', () => {
    const nothing = fc
      .array(fc.constantFrom('\r\n', ' ', '\t', '\x1b[2J', '\x1b]0;title\x07', '\x1b[?25l', '\0', '\x1b(B'), {
        maxLength: 20,
      })
      .map((parts) => parts.join(''));
    everyOne(
      fc.property(nothing, nothing, fc.stringMatching(/^[!-~]$/), (before, after, shown) => {
        const of = (text: string) => {
          const judged = blankness();
          judged.take(encoder.encode(text));
          return judged.isBlank();
        };
        expect(of(`Script started on x\n${before}\n${after}\nScript done on y`)).toBe(true);
        expect(of(`Script started on x\n${before}\n${shown}${after}`)).toBe(false);
      }),
    );
  });
});
