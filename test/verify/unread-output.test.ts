import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const PROJECT = join(__dirname, '..', '..');
// A process of its own, with its sources compiled.
jest.setTimeout(60_000);

const verifyTo = (redirection: string) => {
  const command = `"${process.execPath}" --import tsx verify/main.ts --help ${redirection}`;
  const { stdout, stderr } = spawnSync('bash', ['-c', command], { cwd: PROJECT, encoding: 'utf8' });
  return { stdout, stderr };
};

it('a reader who has seen enough ends the verification quietly', () => {
  expect(verifyTo('| true; echo "${PIPESTATUS[0]}"')).toEqual({ stdout: '0\n', stderr: '' });
});

it('a verification whose result cannot be written is none, and says so', () => {
  expect(verifyTo('> /dev/full; echo "$?"')).toEqual({
    stdout: '2\n',
    stderr: expect.stringMatching(/^The result could not be written: ENOSPC.*\n$/),
  });
});
