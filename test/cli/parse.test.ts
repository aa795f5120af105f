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
