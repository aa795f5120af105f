import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packReporter } from '../stacks/constructs/reporter-package';
import { functionBill, npmBill } from './supply-chain/products';

// `npm run sbom -- [--out DIR]`: writes what the function's package and the npm package are made of, in CycloneDX. Without
// SOURCE_DATE_EPOCH (https://reproducible-builds.org/docs/source-date-epoch/) the bills name no time.

const PROJECT = join(__dirname, '..');
const { out } = parseArgs({ options: { out: { type: 'string', default: join('dist', 'sbom') } } }).values;

const builtAt = (seconds: string | undefined): Date | null => {
  if (!seconds) return null;
  if (/^\d{1,12}$/.test(seconds)) return new Date(Number(seconds) * 1000);
  throw new Error(
    `SOURCE_DATE_EPOCH is "${seconds}", expected seconds since 1970, as \`date +%s\` prints them.`,
  );
};

const time = builtAt(process.env.SOURCE_DATE_EPOCH);
const bills = {
  'function.cdx.json': functionBill(PROJECT, packReporter(), time),
  'npm.cdx.json': npmBill(PROJECT, time),
};
mkdirSync(out, { recursive: true });
for (const [file, bill] of Object.entries(bills)) {
  writeFileSync(join(out, file), `${JSON.stringify(bill, null, 2)}\n`);
  console.log(`${join(out, file)}: ${bill.components.length} packages`);
}
