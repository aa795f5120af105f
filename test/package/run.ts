import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COMMANDS } from '../../cli/commands';
import { type Configuration, objectAt } from '../../export/hcl/configuration';
import { readSynthesised, withSynthesised } from '../../export/synthesise';
import { name, version } from '../../package.json';
import { cleanUpOnExit } from '../deploy/cleanup-on-exit';
import { openReport, type ScenarioReport } from '../deploy/report';
import { checkDependencies, checkFiles } from './content';
import { writeExamples } from './examples';
import { install, link, pack, run } from './install';

// `npm run test:package`: the package, installed in an empty folder and used there.

/** What the first example of docs/package.md says. */
const OPTIONS = { trigger: 'eventbridge', reconcile: 'rate(30 minutes)' };

const checkCommandLine = (folder: string): string => {
  const evidence = (...args: readonly string[]) =>
    run(folder, 'npx', '--no-install', 'ecs-exec-evidence', ...args);
  const help = evidence('--help');
  assert.equal(evidence('--version').trim(), version);
  assert.match(help, /ecs-exec-evidence <command>/);
  for (const { usage } of COMMANDS) {
    const [command = ''] = usage.split(' ');
    assert.match(help, new RegExp(`^ +ecs-exec-evidence ${command}\\b`, 'm'));
    assert.match(evidence(command, '--help'), new RegExp(`^ecs-exec-evidence ${command}\\b`));
  }
  return `${COMMANDS.length} commands`;
};

const compile = (folder: string, files: readonly string[], module: string, resolution: string): void => {
  const options = ['--strict', '--target', 'es2022', '--types', 'node', '--skipLibCheck'];
  const modules = ['--module', module, '--moduleResolution', resolution];
  run(folder, process.execPath, 'node_modules/typescript/bin/tsc', ...options, ...modules, ...files);
};

/** How many resources there are of each type, without a bucket of the example's own. */
const resourcesIn = (configuration: Configuration) => {
  const { aws_s3_bucket: _, ...resource } = objectAt(configuration, 'resource');
  return Object.fromEntries(
    Object.keys(resource)
      .toSorted()
      .map((type) => [type, Object.keys(objectAt(resource, type)).length]),
  );
};

const functionIn = (configuration: Configuration) => {
  const functions = objectAt(objectAt(configuration, 'resource'), 'aws_lambda_function');
  const [id = '', ...others] = Object.keys(functions);
  assert.deepEqual(others, []);
  return objectAt(functions, id);
};

const inCheckout = (): Configuration =>
  withSynthesised({ context: { evidenceReporter: OPTIONS } }, ([stack]) => {
    assert.ok(stack);
    return stack.configuration;
  });

const checkForeignStack = (folder: string): string => {
  const [stack] = readSynthesised(join(folder, 'cdktf.out'));
  assert.equal(stack?.name, 'platform');
  const own = inCheckout();
  assert.deepEqual(resourcesIn(stack.configuration), resourcesIn(own));
  const reporter = functionIn(stack.configuration);
  for (const attribute of ['runtime', 'handler', 'architectures', 'ephemeral_storage'])
    assert.deepEqual(reporter[attribute], functionIn(own)[attribute]);
  const packaged = readFileSync(join(folder, 'node_modules', name, 'dist/constructs/reporter.zip'));
  assert.ok(readFileSync(join(stack.folder, String(reporter.filename))).equals(packaged));
  return Object.entries(resourcesIn(own))
    .map(([type, count]) => `${count} ${type}`)
    .join(', ');
};

const usePackage = async (report: ScenarioReport, scratch: string): Promise<void> => {
  const path = await report.check('npm run package', async () => pack(scratch));
  const folder = join(scratch, 'elsewhere');
  const missing = install(folder, path);
  if (missing !== null) {
    report.skip(missing);
    return;
  }
  const installed = join(folder, 'node_modules', name);
  await report.check('it has what it needs, and nothing else', async () => checkFiles(installed));
  await report.check('it declares what its code asks for', async () => checkDependencies(installed));
  await report.check('the command line brings neither cdktf nor a bundler', async () => {
    for (const other of ['cdktf', '@cdktf', 'esbuild', 'typescript'])
      assert.ok(!existsSync(join(folder, 'node_modules', other)), `${other} was installed`);
  });
  await report.check('npx ecs-exec-evidence --help, and of each command', async () =>
    checkCommandLine(folder),
  );
  // As if they were installed: they are 400 MB, and the project has them.
  link(folder, 'cdktf', 'constructs', '@cdktf/provider-aws', 'typescript', '@types/node');
  const files = writeExamples(folder);
  await report.check(
    'the examples of docs/package.md compile, with old and new module resolution',
    async () => {
      compile(folder, files, 'node16', 'node16');
      compile(folder, files, 'commonjs', 'node10');
      return files.join(', ');
    },
  );
  for (const file of files.toReversed())
    await report.check(`${file} is synthesised`, async () => {
      rmSync(join(folder, 'cdktf.out'), { recursive: true, force: true });
      run(folder, process.execPath, file.replace('.ts', '.js'));
      return readSynthesised(join(folder, 'cdktf.out'))
        .map((stack) => stack.name)
        .join(', ');
    });
  await report.check('a stack of somebody else has the resources and the function of a checkout', async () =>
    checkForeignStack(folder),
  );
};

const main = async (): Promise<void> => {
  const scratch = mkdtempSync(join(tmpdir(), 'test-package-'));
  cleanUpOnExit(() => rmSync(scratch, { recursive: true, force: true }));
  const report = openReport();
  const line = report.scenario('package');
  await usePackage(line, scratch).catch(line.fail);
  process.exitCode = report.close();
};

void main();
