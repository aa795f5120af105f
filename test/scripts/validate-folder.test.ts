import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportModule } from '../../export/export-module';
import { isWithin, requiredIn } from '../../scripts/required-versions';
import { binaryAt, type Outcome, validateFolder } from '../../scripts/validate-folder';
import { PROVIDER_VERSION } from '../deploy/terraform/override';
import { describeWith, pathOf } from '../tools/tools';

jest.setTimeout(60_000);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'validate-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The module for a runtime that the provider of these tests knows, or that it does not. */
const moduleFor = (runtime: string): string => {
  const out = join(folder, 'module');
  exportModule({ evidenceReporter: { lambda: { runtime } } }, out);
  return out;
};

describeWith('aws-provider')('a folder, with Terraform and a provider that is here', () => {
  const validate = (at: string): Outcome =>
    validateFolder(at, binaryAt(pathOf('terraform')), PROVIDER_VERSION);

  it('is validated', () => {
    expect(validate(moduleFor('nodejs22.x'))).toEqual({ kind: 'validated', detail: '' });
  });

  it('refuses a provider that is older than it needs', () => {
    expect(validate(moduleFor('nodejs24.x'))).toEqual({
      kind: 'refused',
      detail: 'needs >= 6.21.0, < 7.0.0',
    });
  });

  it('refuses a Terraform that is older than it needs', () => {
    const module = moduleFor('nodejs22.x');
    const file = join(module, 'versions.tf');
    writeFileSync(file, readFileSync(file, 'utf8').replace('>= 1.5.0', '>= 99.0.0'));
    expect(validate(module)).toEqual({ kind: 'refused', detail: 'needs >= 99.0.0' });
  });

  it('fails where the provider does not know what is written', () => {
    const module = moduleFor('nodejs22.x');
    appendFileSync(join(module, 'main.tf'), '\nresource "aws_sqs_queue" "extra" {\n  colour = "red"\n}\n');
    const { kind, detail } = validate(module);
    expect(kind).toBe('failed');
    expect(detail).toContain('"colour" is not expected here');
  });
});

describe('a folder, with a binary that plays one', () => {
  /** Answers `version`, and to all else what the lock file says; exits with the code given. */
  const binary = (version: string, exitCode: number) => {
    const path = join(folder, 'binary');
    const script = `#!/bin/sh\n[ "$1" = version ] && { echo '${version}'; exit; }\ncat .terraform.lock.hcl 2>/dev/null\nexit ${exitCode}\n`;
    writeFileSync(path, script, { mode: 0o755 });
    return binaryAt(path);
  };

  it('fails when it takes a Terraform that is older than it says it needs', () => {
    const { kind, detail } = validateFolder(moduleFor('nodejs24.x'), binary('Terraform v1.4.7', 0), null);
    expect(kind).toBe('failed');
    expect(detail).toContain('expected an error about >= 1.5.0');
  });

  it('fails when it refuses for another reason than the one it has', () => {
    const older = binary('Terraform v1.4.7', 1);
    expect(validateFolder(moduleFor('nodejs24.x'), older, null).kind).toBe('failed');
  });

  it.each([
    ['OpenTofu v1.10.6', 'registry.opentofu.org'],
    ['Terraform v1.14.0-rc1', 'registry.terraform.io'],
  ])('looks for the chosen provider in the registry of %s', (version, registry) => {
    const { kind, detail } = validateFolder(moduleFor('nodejs24.x'), binary(version, 1), '6.21.0');
    expect(kind).toBe('failed');
    expect(detail).toContain(`provider "${registry}/hashicorp/aws" {\n  version = "6.21.0"`);
  });

  it('is not taken for Terraform when it is something else', () => {
    expect(() => binary('Packer v1.9.4', 0)).toThrow(
      'is expected to be Terraform or OpenTofu: Packer v1.9.4',
    );
  });
});

describe('what a folder needs', () => {
  it('is read from what was exported', () => {
    expect(requiredIn(moduleFor('nodejs24.x'))).toEqual({
      terraform: '>= 1.5.0',
      provider: '>= 6.21.0, < 7.0.0',
    });
  });

  it.each([
    ['>= 1.5.0', '1.5.0', true],
    ['>= 1.10.0', '1.9.8', false],
    ['>= 6.21.0, < 7.0.0', '6.100.0', true],
    ['>= 6.21.0, < 7.0.0', '7.0.0', false],
    ['>= 6.21.0, < 7.0.0', '5.100.0', false],
  ])('%s: %s is within: %s', (constraint, version, within) => {
    expect(isWithin(constraint, version)).toBe(within);
  });

  it('is not guessed from a constraint that is written in another way', () => {
    expect(() => isWithin('~> 6.21', '6.22.0')).toThrow('"~> 6.21" is not a constraint of this project');
  });
});
