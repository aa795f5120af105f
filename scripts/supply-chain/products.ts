import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { description, license as licence, name, version } from '../../package.json';
import { bundleFunction } from '../../stacks/constructs/bundle-function';
import { type BillOfMaterials, billOfMaterials } from './bill-of-materials';
import { bundledPackages } from './bundled-packages';
import { installedWith, lockedPackagesOf } from './lock-file';

/**
 * What the function's package is made of: the packages whose code is in it, as the bundler says.
 *
 * @param zip the package
 */
export const functionBill = (project: string, zip: string, builtAt: Date | null): BillOfMaterials => {
  const product = {
    name: `${name}-function`,
    version,
    description: 'The function of the evidence reporter, as AWS Lambda runs it',
    licence,
    isNpmPackage: false,
    sha256: createHash('sha256').update(readFileSync(zip)).digest('hex'),
  };
  const bundled = bundledPackages(bundleFunction(project).metafile);
  return billOfMaterials(product, bundled, lockedPackagesOf(project), builtAt);
};

/** What npm installs with the npm package, in the versions of the lock file. */
export const npmBill = (project: string, builtAt: Date | null): BillOfMaterials => {
  const locked = lockedPackagesOf(project);
  const product = { name, version, description, licence, isNpmPackage: true };
  return billOfMaterials(product, installedWith(locked, ''), locked, builtAt);
};
