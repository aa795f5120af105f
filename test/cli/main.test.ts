import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { EXIT } from '../../cli/exit-code';

const runFile = (file: string, args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', join(__dirname, '../..', file), ...args],
    { encoding: 'utf8', env: { ...process.env, LC_ALL: 'en_US.UTF-8' } },
  );
  return { code: status, out: stdout, err: stderr };
};
const run = (...args: string[]) => runFile('cli/main.ts', args);
// Each starts a process.
jest.setTimeout(60_000);

describe('ecs-exec-evidence', () => {
  it('teaches a command with its examples', () => {
    const { code, out, err } = run('sessions', '--help');
    expect([code, err]).toEqual([EXIT.ok, '']);
    for (const part of ['--from', 'ecs-exec-evidence sessions --from 2026-07-01', 'Exit codes: 0'])
      expect(out).toContain(part);
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  });

  it('hands the options of a command on to it, and says its mistake without a stack trace', () => {
    const wrong = run('sessions', '--from', 'yesterday');
    expect(wrong).toEqual({
      code: EXIT.failed,
      out: '',
      err: expect.stringMatching(/^--from is "yesterday", expected .*\n$/),
    });
    expect(run('replay', '--dead-letters', '--key', 'x').err).toContain('2 were given');
    expect(run('show', 'alice').err).toContain('"alice" is not the id');
  });

  it('verifies copies as npm run verify does, without asking AWS', () => {
    const given = [
      ...['--from', '2026-07-01', '--to', '2026-07-02', '--offline', join(__dirname, 'no-copies')],
      ...['--account', '111122223333', '--region', 'eu-central-1', '--service', 'web', '--json'],
    ];
    const { code, out } = run('verify', ...given);
    const expected = runFile('verify/main.ts', given);
    expect([code, JSON.parse(out)]).toEqual([expected.code, JSON.parse(expected.out)]);
    expect(JSON.parse(out).days).toHaveLength(2);
  });
});
