import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Configuration, objectAt } from '../../export/hcl/configuration';
import { version } from '../../package.json';
import { PROJECT } from '../../stand-ins/terraform/synthesise';
import { SCENARIOS, type Scenario } from '../deploy/scenarios';
import { synthesiseStacks } from '../deploy/synthesise-stacks';
import { differencesAt } from '../differences';

// `npm run check:cdktn`: the same app under CDK Terrain, which carries cdktf on since that was archived. Nothing of the
// project changes: the packages go by their old names in a throw-away copy, and what is synthesised is compared.

const SOURCES = ['main.ts', 'cdktf.json', 'stacks', 'lambda', 'tsconfig.json', 'THIRD-PARTY-NOTICES'];

// The bindings ask for their library by its new name, the app by its old one, so it is there under both.
const PACKAGES = {
  cdktf: 'npm:cdktn@0.24.0',
  cdktn: '0.24.0',
  '@cdktf/provider-aws': 'npm:@cdktn/provider-aws@25.7.0',
  constructs: '10.7.2',
};

const say = (line: string) => process.stdout.write(`${line}\n`);

const install = (folder: string): void => {
  for (const source of SOURCES) cpSync(join(PROJECT, source), join(folder, source), { recursive: true });
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ private: true, version, dependencies: PACKAGES }),
  );
  // The bindings ask for Node 22.11, and run on 20 as well; no install script is needed.
  const options = ['--no-fund', '--no-audit', '--no-save', '--engine-strict=false', '--ignore-scripts'];
  execFileSync('npm', ['install', '--loglevel=error', ...options], { cwd: folder, stdio: 'inherit' });
  linkOthers(join(PROJECT, 'node_modules'), join(folder, 'node_modules'));
};

/** Everything else is the project's own, so that the function's code is bundled from the same sources. */
const linkOthers = (from: string, to: string): void => {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from).filter((each) => !existsSync(join(to, each)))) {
    symlinkSync(join(from, name), join(to, name));
  }
};

/** A configuration without what has to differ: who synthesised it, and the provider its bindings were made for. */
const comparable = (configuration: Configuration): Configuration => {
  const { '//': _metadata, terraform: _terraform, ...rest } = configuration;
  const { required_providers: _providers, ...terraform } = objectAt(configuration, 'terraform');
  return { ...rest, terraform };
};

const providerOf = (configuration: Configuration): string => {
  const { version } = objectAt(objectAt(objectAt(configuration, 'terraform'), 'required_providers'), 'aws');
  return `AWS provider ${version}`;
};

const compare = async (scenario: Scenario, copy: string, outdir: string): Promise<readonly string[]> => {
  const before = await synthesiseStacks(join(outdir, 'cdktf'), scenario.options);
  const after = await synthesiseStacks(join(outdir, 'cdktn'), scenario.options, copy);
  const [first] = before;
  const [firstAfter] = after;
  if (first && firstAfter) {
    say(`  ${providerOf(first.configuration)} becomes ${providerOf(firstAfter.configuration)}`);
  }
  const byName = (stacks: typeof before) =>
    Object.fromEntries(stacks.map(({ name, configuration }) => [name, comparable(configuration)]));
  return differencesAt('', byName(before), byName(after));
};

const main = async (): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'cdktn-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const copy = join(folder, 'copy');
  mkdirSync(copy);
  say(
    `Installing ${Object.entries(PACKAGES)
      .map(([name, version]) => `${name} (${version})`)
      .join(', ')} …`,
  );
  install(copy);
  const scenarios = SCENARIOS.filter(({ deployed }) => deployed === 'stacks');
  let different = 0;
  for (const [index, scenario] of scenarios.entries()) {
    say(`\n${scenario.name}`);
    const differences = await compare(scenario, copy, join(folder, String(index)));
    for (const difference of differences) say(`  ${difference}`);
    if (differences.length === 0) say('  everything else is the same');
    else different += 1;
  }
  say(`\n${scenarios.length - different} passed, ${different} failed`);
  process.exitCode = different === 0 ? 0 : 1;
};

void main();
