import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isWithin, requiredIn } from './required-versions';

/** A Terraform or OpenTofu. */
export interface Binary {
  readonly path: string;
  /** Such as 1.11.4, without a suffix such as -beta1. */
  readonly version: string;
  /** Its default registry, for a provider without a host. */
  readonly registry: string;
}

const run = (binary: string, args: readonly string[], cwd?: string) => {
  const { status, stdout, stderr, error } = spawnSync(binary, [...args], { cwd, encoding: 'utf8' });
  if (error) throw new Error(`${binary} cannot be run: ${error.message}`);
  return { status, output: `${stdout}${stderr}`.trim() };
};

/** @throws Error when it is neither Terraform nor OpenTofu, or cannot be run */
export const binaryAt = (path: string): Binary => {
  const { output } = run(path, ['version']);
  const [, product, version] = /^(Terraform|OpenTofu) v(\d+\.\d+\.\d+)/.exec(output) ?? [];
  if (version === undefined) throw new Error(`${path} is expected to be Terraform or OpenTofu: ${output}`);
  const registry = product === 'OpenTofu' ? 'registry.opentofu.org' : 'registry.terraform.io';
  return { path, version, registry };
};

/** `refused`: the folder requires another Terraform or provider, and `init` said so. */
export interface Outcome {
  readonly kind: 'validated' | 'refused' | 'failed';
  readonly detail: string;
}

// An entry without hashes makes `init` select this version and check it against the constraints of the folder, which an
// override file would have replaced: https://developer.hashicorp.com/terraform/language/files/dependency-lock
const lockFile = (registry: string, version: string): string =>
  `provider "${registry}/hashicorp/aws" {\n  version = "${version}"\n}\n`;

const initAndValidate = (folder: string, binary: Binary): { failedAt: string | null; output: string } => {
  for (const args of [['init', '-backend=false', '-input=false'], ['validate']]) {
    const { status, output } = run(binary.path, [...args, '-no-color'], folder);
    if (status !== 0) return { failedAt: args[0] ?? '', output };
  }
  return { failedAt: null, output: '' };
};

const outcomeOf = (folder: string, binary: Binary, provider: string | null): Outcome => {
  const required = requiredIn(folder);
  const { failedAt, output } = initAndValidate(folder, binary);
  const unmet = isWithin(required.terraform, binary.version)
    ? provider !== null && !isWithin(required.provider, provider) && required.provider
    : required.terraform;
  if (!unmet) {
    return failedAt === null
      ? { kind: 'validated', detail: '' }
      : { kind: 'failed', detail: `${failedAt}: ${output}` };
  }
  // Terraform wraps its lines and draws a frame around them.
  const isReported = output.replaceAll(/[\s│|]+/g, ' ').includes(unmet);
  return failedAt === 'init' && isReported
    ? { kind: 'refused', detail: `needs ${unmet}` }
    : {
        kind: 'failed',
        detail: `expected an error about ${unmet}, got: ${output || 'no output'}`,
      };
};

/**
 * `init` and `validate` of an exported folder, in a copy of it.
 *
 * @param provider the version of the AWS provider; null for the newest the folder allows
 */
export const validateFolder = (folder: string, binary: Binary, provider: string | null): Outcome => {
  const copy = mkdtempSync(join(tmpdir(), 'validated-'));
  try {
    cpSync(folder, copy, { recursive: true });
    if (provider !== null) {
      writeFileSync(join(copy, '.terraform.lock.hcl'), lockFile(binary.registry, provider));
    }
    return outcomeOf(copy, binary, provider);
  } finally {
    rmSync(copy, { recursive: true });
  }
};
