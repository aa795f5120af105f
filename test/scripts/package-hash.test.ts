import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packReporter } from '../../stacks/constructs/reporter-package';
import { sha256Of } from '../../stand-ins/sha256';
import { describeWith, pathOf } from '../tools/tools';

const PROJECT = join(__dirname, '../..');
const SOURCES = ['package.json', 'tsconfig.json', 'THIRD-PARTY-NOTICES', 'scripts', 'stacks', 'lambda'];

const scratch = mkdtempSync(join(tmpdir(), 'package-hash-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** A checkout in a folder of another name. */
const checkout = (name: string): string => {
  const folder = join(scratch, name);
  mkdirSync(folder);
  for (const source of SOURCES) cpSync(join(PROJECT, source), join(folder, source), { recursive: true });
  symlinkSync(join(PROJECT, 'node_modules'), join(folder, 'node_modules'));
  return folder;
};

const printedBy = (node: string, cwd: string): string => {
  const { status, stdout, stderr } = spawnSync(node, ['--import', 'tsx', 'scripts/package-hash.ts'], {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, TZ: 'Pacific/Kiritimati' },
  });
  if (status !== 0) throw new Error(stderr);
  return stdout;
};

const HASH = sha256Of(readFileSync(packReporter()));
const PRINTED = `sha256      ${HASH}\nCodeSha256  ${Buffer.from(HASH, 'hex').toString('base64')}\n`;

jest.setTimeout(60_000);

describe('npm run package:hash', () => {
  it('prints, in another checkout, the hash of the package that is built here', () => {
    expect(printedBy(process.execPath, checkout('another-checkout'))).toBe(PRINTED);
  });
});

describeWith('lambda-node')('npm run package:hash, on the Node the function runs on', () => {
  it('prints the same', () => {
    expect(printedBy(pathOf('lambda-node'), checkout('on-another-node'))).toBe(PRINTED);
  });
});
