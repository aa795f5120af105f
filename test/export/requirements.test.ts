import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Configuration } from '../../export/hcl/configuration';
import { requirements } from '../../export/requirements';
import { rootFolder } from '../../export/root-folder';
import { withSynthesised } from '../../export/synthesise';

const requiredBy = (configuration: Configuration) => requirements(configuration).required_version;

const variable = (condition: string): Configuration => ({
  variable: { mine: { validation: [{ condition, error_message: 'not var.other, data.x.y' }] } },
});

describe('the oldest Terraform is', () => {
  it.each([
    ['1.5 with a state that Terraform keeps by itself', {}, '1.5.0'],
    ['1.5 with a cloud block', { type: 'cloud', organization: 'acme' }, '1.5.0'],
    ['1.5 with a web server', { type: 'http', address: 'https://states.example.com/{stack}' }, '1.5.0'],
    ['1.10 with a lock file in S3', { type: 's3', bucket: 'acme-states', region: 'eu-central-1' }, '1.10.0'],
  ])('%s', (_what, backend, version) => {
    const options = { cloudTrail: true, ...('type' in backend && { backend }) };
    withSynthesised({ context: { evidenceReporter: options } }, (stacks) => {
      expect(stacks).toHaveLength(2);
      for (const stack of stacks) {
        expect(rootFolder(stack).files.get('versions.tf')).toContain(`required_version = ">= ${version}"`);
      }
    });
  });

  it.each<[string, Configuration, string]>([
    ['1.6 with a role of the backend', { terraform: { backend: { s3: { assume_role: {} } } } }, '1.6.0'],
    ['1.6 with an import whose id is computed', { import: [{ to: 'a.b', id: '${var.a}' }] }, '1.6.0'],
    ['1.5 with one whose id is not', { import: [{ to: 'a.b', id: 'a' }] }, '1.5.0'],
    ['1.7 with several imports in one', { import: [{ to: 'a.b', for_each: ['a'], id: 'a' }] }, '1.7.0'],
    ['1.9 with a validation that asks for another variable', variable('${var.mine != var.other}'), '1.9.0'],
    ['1.9 with one that reads from AWS', variable('${var.mine != data.aws_region.r.id}'), '1.9.0'],
    ['1.9 with one that does in a string', variable('${"a" == "${var.other}"}'), '1.9.0'],
    ['1.5 with one that asks for itself', variable('${can(regex("^var.other$", var.mine))}'), '1.5.0'],
  ])('%s', (_what, configuration, version) => {
    expect(requiredBy(configuration)).toBe(`>= ${version}`);
  });
});

describe('the AWS provider is that of HashiCorp', () => {
  it.each([
    ['nodejs24.x', '>= 6.21.0, < 7.0.0'],
    ['nodejs22.x', '>= 5.100.0, < 7.0.0'],
  ])('with the runtime %s in versions %s', (runtime, version) => {
    const configuration = { resource: { aws_lambda_function: { reporter: { runtime } } } };
    expect(requirements(configuration).required_providers).toEqual({
      aws: { source: 'hashicorp/aws', version },
    });
  });

  it('and is unknown for an unknown runtime', () => {
    const configuration = { resource: { aws_lambda_function: { reporter: { runtime: 'nodejs99.x' } } } };
    expect(() => requirements(configuration)).toThrow('for the runtime nodejs99.x');
  });
});

describe('docs/terraform.md', () => {
  const docs = readFileSync(join(__dirname, '../../docs/terraform.md'), 'utf8');

  it('says which versions are needed', () => {
    const s3 = { terraform: { backend: { s3: { use_lockfile: true } } } };
    expect([requiredBy({}), requiredBy(s3)]).toEqual(['>= 1.5.0', '>= 1.10.0']);
    expect(docs).toContain('| backend `local`, `cloud` or `http`; the module | 1.5 or newer |');
    expect(docs).toContain('| backend `s3`, for its lock file | 1.10 or newer |');
    expect(docs).toContain('| `nodejs24.x` | 6.21 or newer, below 7 |');
    expect(docs).toContain('| `nodejs22.x` | 5.100 or newer, below 7 |');
  });
});
