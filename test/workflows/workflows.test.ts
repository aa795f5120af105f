import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { parse } from 'yaml';
import { engines, scripts } from '../../package.json';

const PROJECT = join(__dirname, '../..');
const FOLDER = join(PROJECT, '.github/workflows');
const read = (path: string) => readFileSync(join(PROJECT, path), 'utf8');

const Step = v.object({
  uses: v.optional(v.string()),
  run: v.optional(v.string()),
  if: v.optional(v.string()),
  with: v.optional(v.record(v.string(), v.unknown()), {}),
});
const Workflow = v.object({
  permissions: v.record(v.string(), v.string()),
  jobs: v.record(
    v.string(),
    v.object({
      uses: v.optional(v.string()),
      'timeout-minutes': v.optional(v.number()),
      permissions: v.optional(v.record(v.string(), v.string()), {}),
      strategy: v.optional(v.object({ matrix: v.record(v.string(), v.unknown()) })),
      steps: v.optional(v.array(Step), []),
    }),
  ),
});

const workflows = readdirSync(FOLDER).map((file) => {
  const text = readFileSync(join(FOLDER, file), 'utf8');
  return { file, text, ...v.parse(Workflow, parse(text)) };
});
const jobs = workflows.flatMap(({ file, jobs: named }) =>
  Object.entries(named).map(([name, job]) => ({ place: `${file}: ${name}`, ...job })),
);
const steps = jobs.flatMap((job) => job.steps);
const using = (action: string) => steps.filter(({ uses = '' }) => uses.startsWith(`${action}@`));

/** What shells run: in the workflows, and in the files those call. */
const commands = [...steps.map(({ run = '' }) => run), read('.ci/run'), read('.ci/release-files')].join('\n');

describe('the workflows', () => {
  it('use nothing but commits of actions, with the release each is, the same everywhere', () => {
    const lines = workflows.flatMap(({ text }) => text.split('\n').filter((line) => /\buses:/.test(line)));
    const foreign = lines.map((line) => line.replace(/^.*uses: */, '')).filter((it) => !it.startsWith('./'));
    expect(foreign).not.toHaveLength(0);
    for (const action of foreign) {
      expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
    const actions = foreign.map((action) => action.split('@')[0]);
    expect(new Set(foreign).size).toBe(new Set(actions).size);
  });

  it('call scripts and files that exist', () => {
    const called = [...commands.matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map(([, name = '']) => name);
    expect(called).toEqual(expect.arrayContaining(['scenarios:write', 'scenarios:validate', 'synth:hcl']));
    expect(called.filter((name) => !(name in scripts))).toEqual([]);

    const files = [...commands.matchAll(/bash (\.\S+)/g)].map(([, path = '']) => path);
    const local = jobs.flatMap(({ uses }) => (uses === undefined ? [] : [uses]));
    expect([...files, ...local]).toEqual(expect.arrayContaining(['.ci/run', '.ci/release-files']));
    expect([...files, ...local].filter((path) => !existsSync(join(PROJECT, path)))).toEqual([]);
  });

  it('may read, and write only where a release is made', () => {
    expect(workflows.map(({ permissions }) => permissions)).toEqual(
      workflows.map(() => ({ contents: 'read' })),
    );
    const more = jobs.filter(({ permissions }) => Object.keys(permissions).length > 0);
    expect(more.map(({ place }) => place)).toEqual(['release.yml: release']);
    expect(using('actions/checkout').map((step) => step.with['persist-credentials'])).toEqual(
      using('actions/checkout').map(() => false),
    );
  });

  it('put nothing into a shell that somebody else may have written', () => {
    for (const { run = '' } of steps) expect(run).not.toContain('${{');
  });

  it('end, and keep what a failure left', () => {
    for (const { place, uses, steps: own, ...job } of jobs.filter((each) => each.uses === undefined)) {
      expect([place, job['timeout-minutes']]).toEqual([place, expect.any(Number)]);
      if (!own.some(({ run }) => run)) continue;
      const last = own.at(-1);
      expect([place, last?.if, last?.uses]).toEqual([
        place,
        'failure()',
        expect.stringMatching(/^actions\/upload-artifact@/),
      ]);
    }
  });

  it('test on every Node that package.json supports', () => {
    const asked = using('actions/setup-node').map((step) => step.with['node-version']);
    const [{ strategy } = { strategy: undefined }] = jobs.filter(
      ({ place }) => place === 'ci.yml: newer-node',
    );
    expect(engines.node).toBe('^20.19.0 || ^22.12.0 || >=24.0.0');
    expect([asked[0], strategy?.matrix.node]).toEqual(['20.19', ['22', '24']]);
  });
});

describe('Dependabot', () => {
  const Updates = v.object({
    updates: v.array(
      v.object({
        'package-ecosystem': v.string(),
        schedule: v.object({ interval: v.string() }),
        groups: v.record(v.string(), v.unknown()),
      }),
    ),
  });

  it('looks weekly after what npm and the workflows bring', () => {
    const { updates } = v.parse(Updates, parse(read('.github/dependabot.yml')));
    expect(updates.map((each) => [each['package-ecosystem'], each.schedule.interval])).toEqual([
      ['npm', 'weekly'],
      ['github-actions', 'weekly'],
    ]);
    for (const { groups } of updates) expect(Object.keys(groups)).not.toHaveLength(0);
  });
});
