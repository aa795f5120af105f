import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { scripts, version } from '../../package.json';
import { type SynthesisedStack, synthesise } from '../stacks/synthesise';
import { PROJECT, pageAt } from './pages';

const pagesIn = (folder: string): string[] =>
  readdirSync(join(PROJECT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => join(folder, path));
const PATHS = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...pagesIn('docs'),
  ...pagesIn('examples'),
  ...pagesIn('stand-ins'),
];
const TEXT = PATHS.map(pageAt).join('\n');

const all = (pattern: RegExp): string[] => [...TEXT.matchAll(pattern)].map(([, found = '']) => found);

/** Whatever somebody may have deployed, by its name. */
const STACKS: Readonly<Record<string, SynthesisedStack>> = {
  ...synthesise({ cloudTrail: true }),
  ...synthesise({ regions: ['eu-central-1', 'us-east-1'] }),
};
const namesIn = (section: 'output' | 'resource') =>
  Object.values(STACKS).flatMap((stack) => Object.entries(stack[section]));

const unknown = (given: readonly string[], known: readonly string[]): string[] => {
  // A pattern that finds nothing would hold whatever the documents say.
  expect(given).not.toHaveLength(0);
  return given.filter((each) => !known.includes(each));
};

describe('what the documents tell to run', () => {
  it('are scripts that exist', () => {
    expect(unknown(all(/npm run ([\w:-]+)/g), Object.keys(scripts))).toEqual([]);
  });

  it('are stacks that exist', () => {
    expect(unknown(all(/npx cdktf (?:deploy|diff|output|destroy) (\w[\w-]*)/g), Object.keys(STACKS))).toEqual(
      [],
    );
  });

  it('are outputs that exist', () => {
    const outputs = namesIn('output').map(([name]) => name);
    const named = all(/[Oo]utputs? `(\w+)`/g);
    expect(unknown([...all(/terraform output -raw (\w+)/g), ...named], outputs)).toEqual([]);
  });

  it('are addresses that exist', () => {
    const addresses = namesIn('resource').flatMap(([type, named]) =>
      Object.keys(named).map((name) => `${type}.${name}`),
    );
    const given = all(/terraform (?:state rm|import) ((?:aws_\w+\.\w+ ?)+)/g);
    expect(
      unknown(
        given.flatMap((each) => each.trim().split(' ')),
        addresses,
      ),
    ).toEqual([]);
  });

  it('is shell that bash can read', () => {
    const blocks = all(/```sh\n([\s\S]*?)```/g);
    expect(blocks).not.toHaveLength(0);
    for (const input of blocks) {
      const { stderr } = spawnSync('bash', ['--norc', '-n'], { input, encoding: 'utf8' });
      expect([input, stderr]).toEqual([input, '']);
    }
  });
});

it('the documents name files of code that are there', () => {
  const named = all(/((?:bench|demo|export|lambda|scripts|stacks|stand-ins|test)\/[\w/-]+\.(?:ts|mjs))/g);
  expect(named).not.toHaveLength(0);
  expect(named.filter((path) => !existsSync(join(PROJECT, path)))).toEqual([]);
});

/** As GitHub makes it of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

const anchorsIn = (path: string): string[] =>
  [...pageAt(path).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading));

it.each(PATHS)('%s links to what is there', (path) => {
  const links = [...pageAt(path).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  const broken = links
    .filter((link) => !/^https?:/.test(link))
    .filter((link) => {
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? path : join(dirname(path), file);
      if (!existsSync(join(PROJECT, target))) return true;
      return anchor !== undefined && !anchorsIn(target).includes(anchor);
    });
  expect(broken).toEqual([]);
});

it('the change log has this version, and what comes after it', () => {
  const versions = [...pageAt('CHANGELOG.md').matchAll(/^## \[(.*?)\]/gm)].map(([, name = '']) => name);
  expect(versions[0]).toBe('Unreleased');
  expect(versions).toContain(version);
});
