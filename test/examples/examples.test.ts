import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import cdktfJson from '../../cdktf.json';
import packageJson from '../../package.json';
import { optionsSchema } from '../../stacks/options/options';
import { stackOf, synthesise } from '../stacks/synthesise';

const EXAMPLES = join(__dirname, '../../examples');

const textOf = (...path: string[]): string => readFileSync(join(EXAMPLES, ...path), 'utf8');
const contextOf = (example: string) => JSON.parse(textOf(example, 'cdktf.json')).context.evidenceReporter;
/** The variables a file sets, each once. */
const setIn = (...path: string[]): string[] =>
  [...textOf(...path).matchAll(/^(\w+) *=/gm)].map(([, name]) => String(name));
/** The commands in a README, without the comments behind them. */
const commandsIn = (example: string): string[] =>
  [...textOf(example, 'README.md').matchAll(/^```sh\n(.*?)^```/gms)]
    .flatMap(([, block]) => String(block).trim().split('\n'))
    .map((line) => line.replace(/ +#.*/, ''));

const examples = readdirSync(EXAMPLES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();
const apps = examples.filter((example) => existsSync(join(EXAMPLES, example, 'cdktf.json')));

describe('the examples', () => {
  it('are these four', () => {
    expect(examples).toEqual(['everything', 'existing-organization-trail', 'minimal', 'module-two-regions']);
  });

  it.each(apps)('%s: is the application of this project with other options', (example) => {
    const { context: _, projectId: __, app, ...rest } = JSON.parse(textOf(example, 'cdktf.json'));
    const { context: ___, projectId: ____, app: own, ...settings } = cdktfJson;
    expect(rest).toEqual(settings);
    expect(app).toBe(own.replace('main.ts', '../../main.ts'));
  });

  it.each(apps)('%s: each stack has a file with its values, and sets no others', (example) => {
    const stacks = synthesise(contextOf(example));
    expect(readdirSync(join(EXAMPLES, example)).filter((name) => name.endsWith('.tfvars'))).toEqual(
      Object.keys(stacks).map((name) => `${name}.tfvars`),
    );
    for (const [name, { variable }] of Object.entries(stacks)) {
      const set = setIn(example, `${name}.tfvars`);
      expect(Object.keys(variable)).toEqual(expect.arrayContaining(set));
      expect(new Set(set).size).toBe(set.length);
    }
  });

  it('minimal: no option, and only the variables without a default', () => {
    const { variable } = stackOf(contextOf('minimal'));
    expect(contextOf('minimal')).toEqual({});
    expect(setIn('minimal', 'evidence-reporter.tfvars').sort()).toEqual(
      Object.keys(variable)
        .filter((name) => !('default' in (variable[name] ?? {})))
        .sort(),
    );
  });

  it('everything: no option has its default, except for the one that excludes another', () => {
    const defaults = v.parse(optionsSchema, {});
    const given = contextOf('everything');
    expect(Object.keys(given).sort()).toEqual(
      Object.keys(defaults)
        .filter((name) => name !== 'existingCloudTrail')
        .sort(),
    );
    const parsed = v.parse(optionsSchema, given);
    for (const name of Object.keys(given) as (keyof typeof parsed)[]) {
      expect([name, parsed[name]]).not.toEqual([name, defaults[name]]);
    }
  });

  it('everything: each variable of each stack', () => {
    for (const [name, { variable }] of Object.entries(synthesise(contextOf('everything')))) {
      expect(setIn('everything', `${name}.tfvars`).sort()).toEqual(Object.keys(variable).sort());
    }
  });

  it.each(apps)('%s: its commands name its stacks and its files', (example) => {
    const stacks = Object.keys(synthesise(contextOf(example)));
    const deployments = commandsIn(example).filter((command) => command.startsWith('npx cdktf deploy'));
    expect(deployments).toEqual(
      stacks.map((name) => {
        const stack = stacks.length === 1 ? '' : `${name} `;
        return `npx cdktf deploy ${stack}--var-file "$PWD/${name}.tfvars"`;
      }),
    );
  });

  it('module-two-regions: its source is where the command writes the module', () => {
    const [script, out = ''] = ['synth:module', './modules/ecs-exec-evidence'];
    expect(Object.keys(packageJson.scripts)).toContain(script);
    expect(commandsIn('module-two-regions')).toContain(
      `npm run ${script} -- --out ${join('examples/module-two-regions', out)}`,
    );
    const sources = [...textOf('module-two-regions', 'main.tf').matchAll(/^ {2}source +=(.*)$/gm)];
    expect(sources.map(([, source]) => source?.trim())).toEqual([`"${out}"`, `"${out}"`]);
  });
});
