import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { bundledPackages } from '../../scripts/supply-chain/bundled-packages';
import { lockedPackagesOf } from '../../scripts/supply-chain/lock-file';
import { noticesOf } from '../../scripts/supply-chain/notices';
import { bundleFunction } from '../../stacks/constructs/bundle-function';
import { packReporter } from '../../stacks/constructs/reporter-package';

const PROJECT = join(__dirname, '../..');
const NOTICES = readFileSync(join(PROJECT, 'THIRD-PARTY-NOTICES'), 'utf8');
const locked = lockedPackagesOf(PROJECT);

jest.setTimeout(60_000);

describe('THIRD-PARTY-NOTICES', () => {
  const bundled = bundledPackages(bundleFunction(PROJECT).metafile);

  it('is what npm run notices writes', () => {
    expect(noticesOf(PROJECT, bundled, locked)).toBe(NOTICES);
  });

  it('has a copyright line for each package but those that ask for none', () => {
    const [, ...sections] = NOTICES.split(`${'='.repeat(80)}\n`);
    const named = sections.flatMap((section) =>
      [...section.matchAll(/^(\S+) \([\w.-]+\)$/gm)].map(([, name]) => name),
    );
    expect(named.toSorted()).toEqual(bundled.map((folder) => folder.replace('node_modules/', '')));
    expect(sections.filter((section) => !/Copyright (\(c\) |\d{4})?\S/.test(section))).toEqual([]);
  });

  it('is in the package of the function, beside the code it is about', () => {
    const files = unzipSync(readFileSync(packReporter()));
    expect(Object.keys(files)).toEqual(['handler.js', 'THIRD-PARTY-NOTICES']);
    expect(strFromU8(files['THIRD-PARTY-NOTICES'] ?? new Uint8Array())).toBe(NOTICES);
  });

  it('cannot be written for a package without a licence', () => {
    const folder = 'node_modules/@xterm/headless';
    const renamed = {
      ...locked,
      [folder]: { ...locked[folder], version: '1.0.0', name: 'other', license: 'MIT' },
    };
    expect(() => noticesOf(PROJECT, [folder], renamed as typeof locked)).toThrow(
      `${folder} has no licence file`,
    );
  });
});
