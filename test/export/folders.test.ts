import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { moduleConfiguration } from '../../export/module/module-configuration';
import { moduleFolder } from '../../export/module/module-folder';
import { withReporter } from '../../export/module/with-reporter';
import { rootFolder } from '../../export/root-folder';
import { type Context, withSynthesised } from '../../export/synthesise';
import { writeFolder } from '../../export/write-folder';
import { VARIABLES } from '../../stacks/variables';
import { SCENARIOS } from '../deploy/scenarios';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exported-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const contextOf = (options: object): Context => ({ evidenceReporter: options });
const EVERYTHING = SCENARIOS.find(({ name }) => name === 'everything on')?.options ?? {};

const exportRoots = (options: object, into: string): string[] =>
  withSynthesised({ context: contextOf(options) }, (stacks) =>
    stacks.map((stack) => {
      writeFolder(join(into, stack.name), rootFolder(stack));
      return stack.name;
    }),
  );

const exportModule = (options: object, into: string): void =>
  withReporter(contextOf(options), (stack) => writeFolder(into, moduleFolder(stack)));

const filesIn = (root: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [relative(root, path), readFileSync(path, 'latin1')]),
  );

const textIn = (root: string): string =>
  Object.entries(filesIn(root))
    .filter(([name]) => !name.endsWith('.zip'))
    .map(([, text]) => text)
    .join('\n');

describe('a stack in HCL', () => {
  it('is a folder of its own with its assets, and nothing in JSON beside it', () => {
    expect(exportRoots(EVERYTHING, folder)).toEqual(['cloudtrail', 'evidence-reporter-eu-central-1']);
    const names = Object.keys(filesIn(join(folder, 'evidence-reporter-eu-central-1'))).sort();
    expect(names).toEqual([
      expect.stringMatching(/^assets\/reporter_code\/[0-9A-F]{32}\/reporter\.zip$/),
      'main.tf',
      'outputs.tf',
      'variables.tf',
      'versions.tf',
    ]);
  });

  it('names no path of the machine it was synthesised on', () => {
    exportRoots(EVERYTHING, folder);
    expect(textIn(folder)).not.toContain(tmpdir());
    expect(textIn(folder)).not.toContain(process.cwd());
    expect(textIn(folder)).not.toMatch(/= "\/(?!aws\/)/);
  });

  it('keeps its state where Terraform keeps it by itself, when the option says local', () => {
    exportRoots({ backend: { type: 'local' } }, folder);
    expect(textIn(folder)).not.toContain('backend');
  });

  it('keeps its state where the option says', () => {
    exportRoots({ backend: { type: 's3', bucket: 'acme-states', region: 'eu-central-1' } }, folder);
    expect(textIn(folder)).toContain('use_lockfile = true');
  });

  it('is the same in every byte when it is synthesised again somewhere else', () => {
    exportRoots(EVERYTHING, join(folder, 'one'));
    exportRoots(EVERYTHING, join(folder, 'other'));
    expect(filesIn(join(folder, 'one'))).toEqual(filesIn(join(folder, 'other')));
  });

  it('leaves nothing of an earlier export in its folder', () => {
    writeFolder(join(folder, 'out'), { files: new Map([['old.tf', '']]), copies: new Map() });
    writeFolder(join(folder, 'out'), { files: new Map([['new.tf', '']]), copies: new Map() });
    expect(Object.keys(filesIn(folder))).toEqual(['out/new.tf']);
  });
});

describe('the module', () => {
  it('has what a module has, its code included', () => {
    exportModule({}, folder);
    expect(Object.keys(filesIn(folder)).sort()).toEqual([
      'README.md',
      'main.tf',
      'outputs.tf',
      'reporter.zip',
      'variables.tf',
      'versions.tf',
    ]);
  });

  it('leaves provider, region and state to its caller, whatever the options say', () => {
    exportModule(
      {
        regions: ['eu-central-1', 'us-east-1'],
        cloudTrail: {},
        backend: { type: 'cloud', organization: 'acme' },
      },
      folder,
    );
    expect(textIn(folder)).not.toMatch(/^(provider |\s+backend |\s+cloud )/m);
    expect(textIn(folder)).not.toMatch(/^resource "aws_cloudtrail"/m);
  });

  it.each([
    ['nodejs24.x', '>= 6.21.0, < 7.0.0'],
    ['nodejs22.x', '>= 5.100.0, < 7.0.0'],
  ])('with the runtime %s takes an AWS provider %s', (runtime, range) => {
    exportModule({ lambda: { runtime } }, folder);
    expect(filesIn(folder)['versions.tf']).toContain(`version = "${range}"`);
    expect(filesIn(folder)['versions.tf']).toContain('required_version = ">= 1.5.0"');
  });

  it('with a runtime no provider is known for is refused', () => {
    expect(() => moduleConfiguration({}, 'nodejs99.x')).toThrow('for the runtime nodejs99.x');
  });

  it('takes what users of the module in the field already write', () => {
    exportModule({}, folder);
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
    exportModule({}, folder);
    const main = filesIn(folder)['main.tf'];
    expect(main).toContain('"${path.module}/reporter.zip"');
    expect(main).toContain('filebase64sha256("${path.module}/reporter.zip")');
    expect(main).not.toContain('assets/');
  });

  it('tells in its README every input and output there is', () => {
    exportModule({}, folder);
    const { 'README.md': readme = '', 'outputs.tf': outputs = '' } = filesIn(folder);
    for (const [name, definition] of Object.entries(VARIABLES)) {
      expect(readme).toContain(`| \`${name}\` | ${definition.description} | \`${definition.type}\` |`);
    }
    const named = [...outputs.matchAll(/^output "(\w+)"/gm)].map(([, name]) => name);
    expect(named).not.toHaveLength(0);
    for (const name of named) expect(readme).toContain(`| \`${name}\` |`);
  });

  it('says which inputs are required, and what the others are when left out', () => {
    exportModule({}, folder);
    const readme = filesIn(folder)['README.md'];
    expect(readme).toMatch(/\| `kosli_org_name` \| .* \| required \|/);
    expect(readme).toMatch(/\| `cloudwatch_logs_retention_in_days` \| .* \| `90` \|/);
  });
});
