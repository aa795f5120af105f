import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { billOfMaterials } from '../../scripts/supply-chain/bill-of-materials';
import { lockedPackagesOf } from '../../scripts/supply-chain/lock-file';
import { bundleFunction } from '../../stacks/constructs/bundle-function';
import { sha256Of } from '../../stand-ins/sha256';

// Each starts processes of its own.
jest.setTimeout(120_000);

const PROJECT = join(__dirname, '../..');
const readJson = (...path: string[]) => JSON.parse(readFileSync(join(...path), 'utf8'));

// From npm's @cyclonedx/cyclonedx-library 10.3.0 (Apache-2.0), which has them from CycloneDX.
const schema = (name: string) => readJson(PROJECT, 'test/fixtures/cyclonedx', `${name}.schema.json`);

interface Bill {
  readonly metadata: { readonly timestamp?: string; readonly component: { hashes?: unknown[] } };
  readonly components: readonly {
    readonly name: string;
    readonly version: string;
    readonly purl: string;
    readonly hashes: readonly { alg: string; content: string }[];
    readonly licenses: readonly { license: { id: string } }[];
  }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

const scratch = mkdtempSync(join(tmpdir(), 'sbom-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const write = (folder: string, environment: Record<string, string> = {}) => {
  const out = join(scratch, folder);
  const { status, stderr } = spawnSync('node', ['--import', 'tsx', 'scripts/sbom.ts', '--out', out], {
    cwd: PROJECT,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, ...environment },
  });
  const text = (file: string) => readFileSync(join(out, file), 'utf8');
  return { status, stderr, text, bill: (file: string): Bill => JSON.parse(text(file)) };
};

const names = ({ components }: Bill) => components.map(({ name, version }) => `${name}@${version}`);

/** Folder of a package, to the version and licence it states itself. */
const installed = (folder: string) => {
  const { name, version, license } = readJson(PROJECT, folder, 'package.json');
  return { name, version, license };
};

describe('npm run sbom', () => {
  const written = write('plain');
  const ofFunction = written.bill('function.cdx.json');
  const ofNpm = written.bill('npm.cdx.json');

  it.each(['function.cdx.json', 'npm.cdx.json'])(
    'writes CycloneDX 1.6 that its schema accepts: %s',
    (file) => {
      const ajv = new Ajv({ strict: false });
      addFormats(ajv);
      // By these names it refers to them, whatever they call themselves.
      for (const name of ['spdx', 'jsf-0.82'])
        ajv.addSchema(schema(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`);
      // Of what is checked here only addresses have these.
      for (const unknown of ['iri-reference', 'idn-email']) ajv.addFormat(unknown, true);
      const isBill = ajv.compile(schema('bom-1.6'));
      expect([isBill(written.bill(file)), isBill.errors]).toEqual([true, null]);
      expect(isBill({ ...written.bill(file), components: [{ type: 'library' }] })).toBe(false);
    },
  );

  it('names each package the function is bundled from, with the version and licence that is installed', () => {
    const { metafile } = bundleFunction(PROJECT);
    const files = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs));
    const folders = new Set(
      files
        .filter((file) => file.startsWith('node_modules/'))
        .map((file) => file.split('/').slice(0, file.startsWith('node_modules/@') ? 3 : 2))
        .map((parts) => parts.join('/')),
    );
    expect(
      ofFunction.components.map(({ name, version, licenses }) => ({
        name,
        version,
        license: licenses[0]?.license.id,
      })),
    ).toEqual([...folders].toSorted().map(installed));
    expect(names(ofFunction).join()).toMatch(/client-s3@.*client-sqs@.*valibot@/);
  });

  it('names all that npm installs with the npm package', () => {
    const { stdout } = spawnSync('npm', ['ls', '--all', '--omit=dev', '--json', '--package-lock-only'], {
      cwd: PROJECT,
      encoding: 'utf8',
    });
    interface Listed {
      readonly version?: string;
      readonly dependencies?: Record<string, Listed>;
    }
    const found = new Set<string>();
    const visit = ({ dependencies = {} }: Listed): void => {
      for (const [name, listed] of Object.entries(dependencies)) {
        if (listed.version !== undefined) found.add(`${name}@${listed.version}`);
        visit(listed);
      }
    };
    visit(JSON.parse(stdout));
    // npm counts it, which valibot can do without, because it is there for development.
    const { version } = installed('node_modules/typescript');
    expect(found.delete(`typescript@${version}`)).toBe(true);
    expect(names(ofNpm).toSorted()).toEqual([...found].toSorted());
    expect(names(ofNpm)).toEqual(expect.arrayContaining(names(ofFunction)));
  });

  it('says of each by which hash npm checks it, and what it depends on', () => {
    const { packages } = readJson(PROJECT, 'package-lock.json');
    const [{ content = '' } = {}] = ofNpm.components.find(({ name }) => name === 'valibot')?.hashes ?? [];
    expect(`sha512-${Buffer.from(content, 'hex').toString('base64')}`).toBe(
      packages['node_modules/valibot'].integrity,
    );
    for (const { purl, hashes } of ofNpm.components)
      expect([purl, hashes]).toEqual([
        purl,
        [{ alg: 'SHA-512', content: expect.stringMatching(/^[0-9a-f]{128}$/) }],
      ]);
    const refs = ofFunction.components.map(({ purl }) => purl);
    const s3 = ofFunction.dependencies.find(({ ref }) => ref.includes('client-s3@'));
    expect(s3?.dependsOn.join()).toContain('middleware-sdk-s3@');
    expect(
      ofFunction.dependencies.flatMap(({ dependsOn }) => dependsOn).filter((ref) => !refs.includes(ref)),
    ).toEqual([]);
  });

  it('names the package it describes by its hash', () => {
    const zip = readFileSync(join(PROJECT, 'dist/reporter.zip'));
    expect(ofFunction.metadata.component.hashes).toEqual([{ alg: 'SHA-256', content: sha256Of(zip) }]);
  });

  it('writes the same bytes again, and a time only where it is told one', () => {
    const again = write('again', { TZ: 'Asia/Tokyo' });
    for (const file of ['function.cdx.json', 'npm.cdx.json'])
      expect(again.text(file)).toBe(written.text(file));
    expect(written.text('npm.cdx.json')).not.toMatch(/timestamp|serialNumber/);
    const timed = write('timed', { SOURCE_DATE_EPOCH: '1700000000' });
    expect(timed.bill('npm.cdx.json').metadata.timestamp).toBe('2023-11-14T22:13:20.000Z');
    const wrong = write('wrong', { SOURCE_DATE_EPOCH: 'yesterday' });
    expect([wrong.status, wrong.stderr]).toEqual([
      1,
      expect.stringContaining('SOURCE_DATE_EPOCH is "yesterday"'),
    ]);
  });
});

describe('a bill of materials', () => {
  const product = { name: 'p', version: '1.0.0', description: '', licence: 'MIT', isNpmPackage: true };

  it('is refused for a package whose licence is not allowed, or that has none, by name', () => {
    const locked = lockedPackagesOf(PROJECT);
    const folders = ['node_modules/ky', 'node_modules/yargs', 'node_modules/valibot'];
    const others = {
      ...locked,
      'node_modules/ky': { ...locked['node_modules/ky'], version: '9.9.9', license: 'AGPL-3.0-only' },
      'node_modules/yargs': { ...locked['node_modules/yargs'], version: '9.9.9', license: undefined },
    };
    const bill = (packages: typeof locked) => billOfMaterials(product, folders, packages, null);
    expect(bill(locked).components).toHaveLength(3);
    expect(() => bill(others as typeof locked)).toThrow(
      /allowed: ky 9\.9\.9 \(AGPL-3\.0-only\), yargs 9\.9\.9 \(none\)\. /,
    );
  });
});
