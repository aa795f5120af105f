import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NOTICES } from '../stacks/constructs/build-package';
import { bundleFunction } from '../stacks/constructs/bundle-function';
import { bundledPackages } from './supply-chain/bundled-packages';
import { lockedPackagesOf } from './supply-chain/lock-file';
import { noticesOf } from './supply-chain/notices';

// `npm run notices`: writes the licences of what the function is bundled from.

const PROJECT = join(__dirname, '..');

const bundled = bundledPackages(bundleFunction(PROJECT).metafile);
writeFileSync(join(PROJECT, NOTICES), noticesOf(PROJECT, bundled, lockedPackagesOf(PROJECT)));
