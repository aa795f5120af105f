import { spawnSync } from 'node:child_process';
import { ATTESTATIONS } from '../../stand-ins/attestations';
import { PROJECT } from '../../stand-ins/terraform/synthesise';

describe('npm start', () => {
  it('ends well, says what stands in for what, and fits on a page', () => {
    const { FORCE_COLOR: _colours, ...env } = process.env;
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'demo/start.ts'], {
      cwd: PROJECT,
      encoding: 'utf8',
      env,
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('CloudTrail and Kosli are stand-ins');
    expect(stdout).toContain(`Node ${process.versions.node}`);
    expect(stdout).toContain('COMPLIANT');
    for (const name of ATTESTATIONS) expect(stdout).toContain(name);
    const lines = stdout.split('\n');
    expect(lines.length).toBeLessThanOrEqual(40);
    expect(lines.filter((line) => line.length > 100)).toEqual([]);
  }, 60_000);
});
