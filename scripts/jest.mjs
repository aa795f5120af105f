// Some of the tests, or all: the arguments are jest's.
import { inWords, runJest } from './run-jest.mjs';

const counts = runJest(process.argv.slice(2));
console.log(`\n${inWords(counts)}`);
process.exit(counts.failed === 0 ? 0 : 1);
