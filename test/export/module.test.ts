import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportModule } from '../../export/export-module';
import { moduleConfiguration } from '../../export/module/module-configuration';
import { VARIABLES } from '../../stacks/variables';
import { filesIn, textIn } from './files-in';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'module-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const moduleOf = (options: object) => exportModule({ evidenceReporter: options }, folder);

describe('the module', () => {
  it('has the files of a module, its code included', () => {
    moduleOf({});
    expect(Object.keys(filesIn(folder)).sort()).toEqual([
      '.generated-files.json',
      'README.md',
      'main.tf',
      'outputs.tf',
      'reporter.zip',
      'variables.tf',
      'versions.tf',
    ]);
  });

  it('leaves provider, region and state to its caller, whatever the options say', () => {
    moduleOf({
      regions: ['eu-central-1', 'us-east-1'],
      cloudTrail: true,
      backend: { type: 'cloud', organization: 'acme' },
    });
    expect(textIn(folder)).not.toMatch(/^(provider |\s+backend |\s+cloud )/m);
    expect(textIn(folder)).not.toMatch(/^resource "aws_cloudtrail"/m);
  });

  it('imports nothing, which Terraform accepts in the root module only', () => {
    expect(() => moduleConfiguration({ import: [{ to: 'aws_sqs_queue.q', id: 'q' }] })).toThrow(
      'a module cannot before Terraform 1.16',
    );
  });

  it('has the variables that users of the module set already', () => {
    moduleOf({});
    for (const name of [
      'kosli_org_name',
      'ecs_exec_log_bucket_name',
      'kosli_flow_name',
      'kosli_api_token_ssm_parameter_name',
      'kosli_host',
      'cloudwatch_logs_retention_in_days',
      'tags',
    ]) {
      expect(filesIn(folder)['variables.tf']).toContain(`variable "${name}" {`);
    }
  });

  it('finds its code wherever it is called from', () => {
    moduleOf({});
    const main = filesIn(folder)['main.tf'];
    expect(main).toContain('"${path.module}/reporter.zip"');
    expect(main).toContain('filebase64sha256("${path.module}/reporter.zip")');
    expect(main).not.toContain('assets/');
  });

  it('lists every input and output in its README', () => {
    moduleOf({});
    const { 'README.md': readme = '', 'outputs.tf': outputs = '' } = filesIn(folder);
    for (const [name, definition] of Object.entries(VARIABLES)) {
      expect(readme).toContain(`| \`${name}\` | ${definition.description} | \`${definition.type}\` |`);
    }
    const named = [...outputs.matchAll(/^output "(\w+)"/gm)].map(([, name]) => name);
    expect(named).not.toHaveLength(0);
    for (const name of named) expect(readme).toContain(`| \`${name}\` |`);
  });

  it('says which inputs are required, and the defaults of the others', () => {
    moduleOf({});
    const readme = filesIn(folder)['README.md'];
    expect(readme).toMatch(/\| `kosli_org_name` \| .* \| required \|/);
    expect(readme).toMatch(/\| `cloudwatch_logs_retention_in_days` \| .* \| `365` \|/);
  });
});
