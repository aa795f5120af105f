import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { EXIT } from '../../cli/exit-code';

const run = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', join(__dirname, 'counting.ts'), ...args],
    { encoding: 'utf8', env: { ...process.env, SHELL: '/bin/zsh', LC_ALL: 'en_US.UTF-8' } },
  );
  return { code: status, out: stdout, err: stderr };
};
/** With what a shell does to its outputs. */
const runInShell = (args: readonly string[], redirection: string) => {
  const { status, stdout, stderr } = spawnSync(
    'bash',
    [
      '-c',
      `"$0" --import tsx "$@" ${redirection}`,
      process.execPath,
      join(__dirname, 'counting.ts'),
      ...args,
    ],
    { encoding: 'utf8' },
  );
  return { code: status, out: stdout, err: stderr };
};
// Each starts a process.
jest.setTimeout(60_000);

describe('the command line', () => {
  it('ends with 0, 1 or 2: all is well, something is wrong, it could not be done', () => {
    expect(run('count', 'a', 'b')).toEqual({ code: EXIT.ok, out: '2 files\n', err: '' });
    expect(run('count', 'a', 'b', '--most', '1').code).toBe(EXIT.found);
    expect(run('count', 'none')).toEqual({
      code: EXIT.failed,
      out: '',
      err: 'none is not a file, expected a file\n',
    });
  });

  it('gives machines one JSON document', () => {
    expect(JSON.parse(run('count', 'a', '--json').out)).toEqual({ files: 1, first: 'a' });
  });

  it('escapes in JSON what a terminal would obey', () => {
    const { out } = run('count', '\u009b31m\u202e', '--json');
    expect(out).toContain('\\u009b31m\\u202e');
    expect(JSON.parse(out)).toMatchObject({ first: '\u009b31m\u202e' });
  });

  it('says on one line, and so that a terminal obeys nothing, what a message quotes', () => {
    const hostile = 'x\u001b]0;owned\u0007\u001b[2J\u009b31m\r\nall is well\u202e';
    for (const args of [
      ['count', `quote:${hostile}`],
      ['count', 'a', `--most${hostile}`, '1'],
      ['count', 'a', `--${hostile}=1`],
      [`cuont${hostile}`],
      ['--help', hostile],
    ]) {
      const { out, err } = run(...args);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are the subject.
      expect(out + err).not.toMatch(/[\0-\x09\x0b-\x1f\x7f-\x9f\u202e]|^all is well/m);
    }
    expect(run('count', `quote:${hostile}`).err).toMatch(/^remark x\[U\+001B\].*\nerror x\[U\+001B\].*\n$/);
  });

  it.each([
    ['0', ['count', 'long'], EXIT.ok],
    ['1', ['count', 'long', '--most', '0'], EXIT.found],
  ])('ends quietly with %s for a reader who has seen enough', (_, args, expected) => {
    const { code, out, err } = runInShell(args, '| head -c 5; echo " ${PIPESTATUS[0]}"');
    expect([code, out, err]).toEqual([0, `xxxxx ${expected}\n`, '']);
  });

  it('ends with 2 and says so when its result cannot be written', () => {
    const { code, err } = runInShell(['count', 'a'], '> /dev/full');
    expect([code, err]).toEqual([
      EXIT.failed,
      expect.stringMatching(/^The result could not be written: ENOSPC.*\n$/),
    ]);
  });

  it('says its error where nobody reads its result', () => {
    const { code, err } = runInShell(['count', 'none'], '> /dev/full');
    expect([code, err]).toEqual([EXIT.failed, 'none is not a file, expected a file\n']);
  });

  it.each([
    ['no command', [], 'Name a command.'],
    ['an unknown command', ['cuont', 'a'], 'count'],
    ['an unknown option', ['count', 'a', '--mots', '1'], 'mots'],
    ['no operand', ['count'], 'Not enough'],
  ])('refuses %s, says what is wrong, and does nothing', (_, args, said) => {
    const { code, out, err } = run(...args);
    expect([code, out, err]).toEqual([EXIT.failed, '', expect.stringContaining(said)]);
  });

  it('teaches each command with an example and the exit codes', () => {
    const { code, out } = run('count', '--help');
    expect(code).toBe(EXIT.ok);
    for (const part of ['Counts the files it is given.', 'ecs-exec-evidence count a b', 'Exit codes: 0'])
      expect(out).toContain(part);
  });

  it('says its version, and prints a completion script', () => {
    expect(run('--version').out).toBe('1.2.3\n');
    expect(run('completion').out).toContain('compdef');
  });
});
