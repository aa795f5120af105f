import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { exportModule } from '../../export/export-module';
import { exportStacks } from '../../export/export-stacks';
import { FolderRefusedError } from '../../export/folder/folder-refused';
import { writeFolder } from '../../export/write-folder';
import { SCENARIOS } from '../deploy/scenarios';
import { filesIn, textIn } from './files-in';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exported-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const EVERYTHING = SCENARIOS.find(({ name }) => name === 'everything on')?.options ?? {};
const REMOTE = { backend: { type: 's3', bucket: 'acme-states', region: 'eu-central-1' } };

const exportRoots = (options: object, into: string): string[] =>
  exportStacks({ evidenceReporter: options }, into);

const put = (path: string, content = ''): void => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
};

const refusalOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof FolderRefusedError) return error.message;
    throw error;
  }
  return 'not refused';
};

describe('a stack in HCL', () => {
  it('is a folder of its own with its assets, and without JSON', () => {
    expect(exportRoots(EVERYTHING, folder)).toEqual([
      `cloudtrail: ${join(folder, 'cloudtrail')}`,
      `evidence-reporter-eu-central-1: ${join(folder, 'evidence-reporter-eu-central-1')}`,
    ]);
    const names = Object.keys(filesIn(join(folder, 'evidence-reporter-eu-central-1'))).sort();
    expect(names).toEqual([
      '.generated-files.json',
      expect.stringMatching(/^assets\/reporter_code\/[0-9A-F]{32}\/reporter\.zip$/),
      'main.tf',
      'outputs.tf',
      'variables.tf',
      'versions.tf',
    ]);
  });

  it('has no path of the machine it was synthesised on', () => {
    exportRoots(EVERYTHING, folder);
    expect(textIn(folder)).not.toContain(tmpdir());
    expect(textIn(folder)).not.toContain(process.cwd());
    expect(textIn(folder)).not.toMatch(/= "\/(?!aws\/|")/);
  });

  it('keeps its state where Terraform does by default, with a local backend', () => {
    exportRoots({ backend: { type: 'local' } }, folder);
    expect(textIn(folder)).not.toContain('backend');
  });

  it('keeps its state where the option says', () => {
    exportRoots({ backend: { type: 's3', bucket: 'acme-states', region: 'eu-central-1' } }, folder);
    expect(textIn(folder)).toContain('use_lockfile = true');
  });

  it('is the same, byte for byte, when it is synthesised in another folder', () => {
    exportRoots(EVERYTHING, join(folder, 'one'));
    exportRoots(EVERYTHING, join(folder, 'other'));
    expect(filesIn(join(folder, 'one'))).toEqual(filesIn(join(folder, 'other')));
  });

  it('keeps it at the path the option names', () => {
    exportRoots({ backend: { type: 'local', path: '../states/{stack}.tfstate' } }, folder);
    expect(textIn(folder)).toContain('path = "../states/evidence-reporter.tfstate"');
  });
});

const contentOf = (files: Record<string, string>, backend: string | null = null) => ({
  files: new Map(Object.entries(files)),
  copies: new Map<string, string>(),
  backend,
});
const write = (files: Record<string, string>, backend: string | null = null): string[] =>
  writeFolder(folder, contentOf(files, backend));
const generated = (): string[] => Object.keys(filesIn(folder)).sort();

describe('a folder written again', () => {
  it('has the same bytes', () => {
    exportRoots(EVERYTHING, folder);
    const before = filesIn(folder);
    exportRoots(EVERYTHING, folder);
    expect(filesIn(folder)).toEqual(before);
  });

  it('keeps what Terraform, git and the user put there', () => {
    exportRoots({}, folder);
    const theirs = {
      '.git/HEAD': 'ref: refs/heads/main',
      'evidence-reporter/.terraform/providers/aws': 'the provider',
      'evidence-reporter/.terraform/terraform.tfstate': '{"backend":{"type":"s3"}}',
      'evidence-reporter/.terraform.lock.hcl': 'provider {}',
      'evidence-reporter/backend.tf': 'terraform {}',
      'evidence-reporter/terraform.tfvars': 'kosli_org_name = "acme"',
    };
    for (const [path, content] of Object.entries(theirs)) put(path, content);
    exportRoots({ trigger: 'eventbridge' }, folder);
    expect(filesIn(folder)).toMatchObject(theirs);
    expect(filesIn(folder)['evidence-reporter/main.tf']).toContain('aws_cloudwatch_event_rule');
  });

  it('keeps the .git of a module', () => {
    put('.git/HEAD', 'ref: refs/heads/main');
    put('LICENSE', 'MIT');
    exportModule({}, folder);
    exportModule({ evidenceReporter: { trigger: 'eventbridge' } }, folder);
    expect(filesIn(folder)).toMatchObject({ '.git/HEAD': 'ref: refs/heads/main', LICENSE: 'MIT' });
  });

  it('loses what is not generated any more, and folders that become empty', () => {
    expect(write({ 'old.tf': 'old', 'assets/a/1.zip': 'old' })).toEqual([]);
    expect(write({ 'new.tf': 'new' })).toEqual([]);
    expect(generated()).toEqual(['.generated-files.json', 'new.tf']);
    expect(readdirSync(folder)).not.toContain('assets');
  });

  it('keeps such a file if it was changed, and says so each time', () => {
    write({ 'old.tf': 'old', 'new.tf': 'new' });
    put('old.tf', 'old, and mine');
    const note = `${folder}: old.tf is not generated any more, but was changed after it was generated: it is kept`;
    expect(write({ 'new.tf': 'new' })).toEqual([expect.stringContaining(note)]);
    expect(write({ 'new.tf': 'new' })).toEqual([expect.stringContaining(note)]);
    expect(filesIn(folder)['old.tf']).toBe('old, and mine');
    put('old.tf', 'old');
    expect(write({ 'new.tf': 'new' })).toEqual([]);
    expect(generated()).toEqual(['.generated-files.json', 'new.tf']);
  });

  it('gets back a file that was removed', () => {
    write({ 'main.tf': 'ours' });
    rmSync(join(folder, 'main.tf'));
    write({ 'main.tf': 'ours' });
    expect(filesIn(folder)['main.tf']).toBe('ours');
  });

  it('continues where a run was interrupted before it wrote the manifest', () => {
    write({ 'main.tf': 'one', 'outputs.tf': 'one' });
    put('main.tf', 'two');
    write({ 'main.tf': 'two', 'outputs.tf': 'two' });
    expect(filesIn(folder)).toMatchObject({ 'main.tf': 'two', 'outputs.tf': 'two' });
  });

  it('says that what a removed stack deployed is still there', () => {
    exportRoots({ cloudTrail: true }, folder);
    const said = exportRoots({}, folder);
    expect(said.at(-1)).toContain(
      `${join(folder, 'cloudtrail')}: the options do not have this stack any more`,
    );
    expect(Object.keys(filesIn(folder))).toContain('cloudtrail/main.tf');
  });
});

describe('a folder is left unchanged', () => {
  it.each([
    ['its state', 'terraform.tfstate'],
    ['a backup of it', 'terraform.tfstate.backup'],
    ['the state another backend could not take', 'errored.tfstate'],
    ['the state of another workspace', 'terraform.tfstate.d/blue/terraform.tfstate'],
    ['the lock of a run', '.terraform.tfstate.lock.info'],
  ])('if it holds %s and the backend is local', (_what, path) => {
    exportRoots({}, folder);
    put(`evidence-reporter/${path}`, '{"serial":7}');
    const before = filesIn(folder);
    const [name = ''] = path.split('/');
    const refusal = refusalOf(() => exportRoots({ trigger: 'eventbridge' }, folder));
    expect(refusal).toContain(`${name} is the state of what was deployed from here`);
    expect(refusal).toContain('terraform init -migrate-state');
    expect(refusal).toContain('--out');
    expect(filesIn(folder)).toEqual(before);
  });

  it('with all the others if one of several is refused', () => {
    put('evidence-reporter/terraform.tfstate', '{}');
    const refusal = refusalOf(() => exportRoots({ cloudTrail: true }, folder));
    expect(refusal).toContain(`${join(folder, 'evidence-reporter')} was left unchanged`);
    expect(generated()).toEqual(['evidence-reporter/terraform.tfstate']);
  });

  it('but is written with a backend to move the state to', () => {
    exportRoots({}, folder);
    put('evidence-reporter/terraform.tfstate', '{"serial":7}');
    const [, note] = exportRoots(REMOTE, folder);
    expect(note).toContain(
      'terraform.tfstate is kept. If its state is not in the s3 backend yet, `terraform init -migrate-state`',
    );
    expect(filesIn(folder)).toMatchObject({
      'evidence-reporter/terraform.tfstate': '{"serial":7}',
      'evidence-reporter/versions.tf': expect.stringContaining('backend "s3"'),
    });
  });

  it('if a module was deployed from it', () => {
    exportModule({}, folder);
    put('terraform.tfstate', '{}');
    expect(refusalOf(() => exportModule({}, folder))).toContain('terraform.tfstate is the state');
  });

  it.each([
    [
      'a file of the same name that was not generated',
      () => put('main.tf', 'mine'),
      'main.tf was not generated',
    ],
    [
      'a generated file that was changed',
      () => {
        write({ 'main.tf': 'one' });
        put('main.tf', 'one, and mine');
      },
      'main.tf has been changed since it was generated',
    ],
    ['a folder where a file would be', () => put('main.tf/mine'), 'main.tf is not a file'],
    [
      'a link that leads elsewhere',
      () => {
        put('elsewhere/mine.tf', 'mine');
        symlinkSync(join(folder, 'elsewhere', 'mine.tf'), join(folder, 'main.tf'));
      },
      'main.tf is not a file, or is reached by a symbolic link',
    ],
    ['a list nobody can read', () => put('.generated-files.json', '{"files":'), 'is malformed'],
    [
      'a manifest with files outside',
      () => put('.generated-files.json', JSON.stringify({ files: { '../x': 'a'.repeat(64) } })),
      'is malformed',
    ],
  ])('if it holds %s', (_what, prepare, reason) => {
    prepare();
    const before = filesIn(folder);
    const refusal = refusalOf(() => write({ 'main.tf': 'two', 'other.tf': 'two' }));
    expect(refusal).toContain(`${folder} was left unchanged`);
    expect(refusal).toContain(reason);
    expect(filesIn(folder)).toEqual(before);
  });

  it('if it is a file', () => {
    put('out', 'mine');
    expect(refusalOf(() => writeFolder(join(folder, 'out'), contentOf({})))).toContain('it is not a folder');
  });
});
