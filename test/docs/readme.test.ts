import { existsSync } from 'node:fs';
import { join } from 'node:path';
import packageJson from '../../package.json';
import { parseOptions } from '../../stacks/options/parse-options';
import { stackOf } from '../stacks/synthesise';
import { PROJECT, pageAt } from './pages';

const README = pageAt('README.md');

/** The code blocks in a language. */
const blocks = (language: string): string[] =>
  [...README.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, code = '']) => code);

describe('the README', () => {
  it('has badges that say what package.json and the licence say', () => {
    const { engines, license } = packageJson;
    const versions = [...engines.node.matchAll(/(\d+)\.(\d+)\.\d+/g)].map(([, major, minor]) =>
      minor === '0' ? major : `${major}.${minor}`,
    );
    expect(README).toContain(`[![Licence: ${license}]`);
    expect(README).toContain(`[![Node ${versions.join(', ')}]`);
    expect(README).toContain(`/node-${encodeURIComponent(versions.join(' | '))}-`);
    expect(pageAt('LICENSE')).toContain(`${license} License`);
  });

  it('shows pictures that are there', () => {
    const sources = [...README.matchAll(/(?:src|srcset)="([^"]+)"/g)].map(([, path = '']) => path);
    expect(sources).toHaveLength(4);
    for (const path of sources) expect([path, existsSync(join(PROJECT, path))]).toEqual([path, true]);
  });

  it('has an example of options that are taken', () => {
    const [example = '', ...others] = blocks('json');
    expect(others).toEqual([]);
    const { evidenceReporter } = JSON.parse(example).context;
    expect(parseOptions(evidenceReporter)).toMatchObject(evidenceReporter);
  });

  it('has an example of the module with every variable that is required, and no unknown one', () => {
    const [example = '', ...others] = blocks('hcl');
    expect(others).toEqual([]);
    const { variable } = stackOf({});
    const required = Object.keys(variable).filter((name) => !('default' in (variable[name] ?? {})));
    const set = [...example.matchAll(/^ +(\w+) += /gm)].map(([, name = '']) => name);
    expect(set.filter((name) => name !== 'source').toSorted()).toEqual(required.toSorted());
  });

  it('deploys with values for every variable that is required', () => {
    const { variable } = stackOf({});
    for (const name of Object.keys(variable).filter((each) => !('default' in (variable[each] ?? {}))))
      expect(blocks('sh').join('\n')).toContain(`TF_VAR_${name}=`);
  });
});
