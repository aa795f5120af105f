import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { referenceTables, withTables } from './reference-tables';

// `npm run reference`: writes the tables of docs/reference.md that follow from the stacks.

const PAGE = join('docs', 'reference.md');

writeFileSync(PAGE, withTables(readFileSync(PAGE, 'utf8'), referenceTables()));
