import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { stackOf } from '../synthesise';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'token-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const commandOf = (options: object): string =>
  String(stackOf(options).output.token_command?.value)
    .replaceAll(/\$\{data\.aws_region[^}]*\}/g, 'eu-central-1')
    .replaceAll('${var.kosli_api_token_ssm_parameter_name}', 'kosli_api_token');

/** What the AWS CLI is given when the command is run and the token typed. */
const run = (command: string) => {
  const aws = `#!/bin/sh\nprintf '%s\\n' "$@" >"${folder}/arguments"\ncat /dev/stdin >"${folder}/input"\n`;
  writeFileSync(join(folder, 'aws'), aws, { mode: 0o755 });
  const { status, stdout, stderr } = spawnSync('bash', ['--norc', '-c', `${command}; echo "left: $TOKEN"`], {
    input: 'a\\token and "more"\n',
    encoding: 'utf8',
    env: { PATH: [folder, process.env.PATH].join(delimiter) },
  });
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  return { status, said: stdout + stderr, args: read('arguments').trim().split('\n'), input: read('input') };
};

describe('the command that stores the token', () => {
  it.each([
    [
      'a parameter',
      {},
      'ssm put-parameter --region eu-central-1 --name kosli_api_token --type SecureString --overwrite --value file:///dev/stdin',
    ],
    [
      'a secret',
      { tokenSource: 'secrets-manager' },
      'secretsmanager create-secret --region eu-central-1 --name kosli_api_token --secret-string file:///dev/stdin',
    ],
  ])('for %s: asks for it, and neither shows nor leaves it anywhere', (_, options, expected) => {
    expect(run(commandOf(options))).toEqual({
      status: 0,
      said: 'left: \n',
      args: expected.split(' '),
      // Exactly, without the line break it was entered with.
      input: 'a\\token and "more"',
    });
  });

  it('is in the README as it is in the output, but for the region, which is said once there', () => {
    const readme = readFileSync(join(__dirname, '../../../README.md'), 'utf8').replaceAll(' \\\n ', '');
    expect(readme).toContain(`\n${commandOf({}).replace(' --region eu-central-1', '')}\n`);
  });
});
