import { licencesOf } from './allowed-licences';
import { dependenciesOf, type LockedPackages, lockedIn } from './lock-file';

// https://cyclonedx.org/docs/1.6/json/
interface Hash {
  readonly alg: 'SHA-256' | 'SHA-512';
  /** Hexadecimal. */
  readonly content: string;
}

interface Component {
  readonly type: 'application' | 'library';
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version: string;
  readonly description?: string;
  readonly hashes?: readonly Hash[];
  readonly licenses: readonly { readonly license: { readonly id: string } }[];
  readonly purl?: string;
}

/** A bill of materials in CycloneDX 1.6, ready to be written as JSON. */
export interface BillOfMaterials {
  readonly $schema: string;
  readonly bomFormat: 'CycloneDX';
  readonly specVersion: '1.6';
  readonly version: 1;
  readonly metadata: { readonly timestamp?: string; readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

/** What is made of the packages. */
export interface Product {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** An SPDX identifier. */
  readonly licence: string;
  /** Whether npm knows it by this name and version. */
  readonly isNpmPackage: boolean;
  /** Of the file that is delivered, hexadecimal, if there is one. */
  readonly sha256?: string;
}

// https://github.com/package-url/purl-spec: the @ of a scope is percent-encoded.
const purlOf = (name: string, version: string): string => `pkg:npm/${name.replace(/^@/, '%40')}@${version}`;

/** Of the package as the registry has it; npm checks it at every install. */
const hashesOf = (integrity: string | undefined): readonly Hash[] => {
  const [, digest] = /^sha512-(.+)$/.exec(integrity ?? '') ?? [];
  return digest === undefined
    ? []
    : [{ alg: 'SHA-512', content: Buffer.from(digest, 'base64').toString('hex') }];
};

const licensesOf = (id: string): Component['licenses'] => [{ license: { id } }];

const componentOf = (product: Product): Component => {
  const { name, version, description, licence, isNpmPackage, sha256 } = product;
  return {
    type: 'application',
    'bom-ref': isNpmPackage ? purlOf(name, version) : `${name}@${version}`,
    name,
    version,
    description,
    ...(sha256 !== undefined && { hashes: [{ alg: 'SHA-256', content: sha256 }] }),
    licenses: licensesOf(licence),
    ...(isNpmPackage && { purl: purlOf(name, version) }),
  };
};

const byRef = (one: Component, other: Component): number => (one['bom-ref'] < other['bom-ref'] ? -1 : 1);

/**
 * What a product is made of. The same packages give the same bill, byte for byte.
 *
 * @param folders of the packages in it, `node_modules/…`
 * @param builtAt null leaves the time out
 * @throws Error for a package whose licence is not allowed
 */
export const billOfMaterials = (
  product: Product,
  folders: readonly string[],
  locked: LockedPackages,
  builtAt: Date | null,
): BillOfMaterials => {
  const refOf = (folder: string): string => {
    const { name, version } = lockedIn(locked, folder);
    return purlOf(name, version);
  };
  // The same version in two folders is one component.
  const components = new Map<string, Component>();
  const dependsOn = new Map<string, Set<string>>();
  for (const [folder, licence] of licencesOf(locked, folders)) {
    const { name, version, integrity } = lockedIn(locked, folder);
    const ref = refOf(folder);
    components.set(ref, {
      type: 'library',
      'bom-ref': ref,
      name,
      version,
      hashes: hashesOf(integrity),
      licenses: licensesOf(licence),
      purl: ref,
    });
    const needed = dependsOn.get(ref) ?? new Set();
    for (const dependency of dependenciesOf(locked, folder))
      if (folders.includes(dependency)) needed.add(refOf(dependency));
    dependsOn.set(ref, needed);
  }
  const component = componentOf(product);
  const own = dependenciesOf(locked, '').filter((folder) => folders.includes(folder));
  dependsOn.set(component['bom-ref'], new Set(own.map(refOf)));
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { ...(builtAt !== null && { timestamp: builtAt.toISOString() }), component },
    components: [...components.values()].sort(byRef),
    dependencies: [...dependsOn]
      .map(([ref, needed]) => ({ ref, dependsOn: [...needed].toSorted() }))
      .sort((one, other) => (one.ref < other.ref ? -1 : 1)),
  };
};
