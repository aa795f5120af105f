import { readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { cdktf as bindings } from '@cdktf/provider-aws/package.json';
import { binaryAt, validateFolder } from './validate-folder';

// `npm run scenarios:validate -- [--binary terraform] [--provider 6.21.0|bindings|newest] [DIR]`: `init` and `validate` of each
// exported folder under DIR. A folder that requires another Terraform or provider has to say so; these are counted
// separately, and at least one folder has to be valid.

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    binary: { type: 'string', default: 'terraform' },
    provider: { type: 'string', default: 'newest' },
  },
});
const [top = join('dist', 'scenarios')] = positionals;

const PROVIDER_NAMES: Readonly<Record<string, string | null>> = {
  newest: null,
  bindings: bindings.provider.version,
};
const { provider: given } = values;
const provider = given in PROVIDER_NAMES ? (PROVIDER_NAMES[given] ?? null) : given;

const folders = readdirSync(top, { recursive: true, encoding: 'utf8' })
  .filter((path) => /(^|[\\/])versions\.tf$/.test(path))
  .map((path) => dirname(join(top, path)))
  .toSorted();

const binary = binaryAt(values.binary);
console.log(`${values.binary} ${binary.version}, AWS provider ${provider ?? 'newest allowed'}`);
const counts = { validated: 0, refused: 0, failed: 0 };
for (const folder of folders) {
  const { kind, detail } = validateFolder(folder, binary, provider);
  counts[kind] += 1;
  console.log(`${kind}: ${relative(top, folder) || top}${detail && ` (${detail})`}`);
}
console.log(
  `\n${counts.validated} validated, ${counts.refused} refused as they should be, ${counts.failed} failed`,
);
process.exitCode = counts.failed === 0 && counts.validated > 0 ? 0 : 1;
