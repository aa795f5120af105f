import { blankness } from '../../../lambda/transcript/blankness';

const isBlank = (bytes: Buffer, pieceBytes = 16 * 1024): boolean => {
  const { take, isBlank: answer } = blankness();
  for (let at = 0; at < bytes.length; at += pieceBytes) take(bytes.subarray(at, at + pieceBytes));
  return answer();
};

const HEADER = 'Script started on 2026-07-31 12:31:02+00:00 [COMMAND="cat x" <not executed on terminal>]\n';
const FOOTER = '\nScript done on 2026-07-31 12:31:02+00:00 [COMMAND_EXIT_CODE="0"]\n';

describe('a transcript is blank', () => {
  it.each([
    ['with no byte', ''],
    ['with nothing but header and footer', HEADER + FOOTER],
    ['with nothing but control sequences between them', `${HEADER}\x1b[?2004h\x1b[0m\r\r\n${FOOTER}`],
    // Once only a transcript that fitted into the preview could be blank.
    ['written over with zero bytes', '\0'.repeat(200_000)],
    ['written over with line ends', '\n'.repeat(200_000)],
    ['written over with blanks and colours', `${' '.repeat(99)}\x1b[0m\r\n`.repeat(2_000)],
    ['written over with the blanks of other scripts', '\u3000\u00a0\u2003'.repeat(9)],
  ])('%s, however its bytes come', (_, text) => {
    expect([1, 7, 16 * 1024].map((pieces) => isBlank(Buffer.from(text), pieces))).toEqual([true, true, true]);
  });

  it.each([
    ['one character was shown', `${HEADER}#${FOOTER}`],
    ['a full-screen program drew something', '\x1b[?1049hx\x1b[?1049l'],
    ['the last character is one', `${'\0'.repeat(200_000)}#`],
    ['the first character is one', `#\n${'\n'.repeat(99)}`],
    ['a character was shown that takes several bytes', `${HEADER}日${FOOTER}`],
  ])('but not when %s, however its bytes come', (_, text) => {
    expect([7, 16 * 1024].map((pieces) => isBlank(Buffer.from(text), pieces))).toEqual([false, false]);
  });
});
