// Runs all tests, or some: the arguments are those of jest.
import { runJest, summarise } from './run-jest.mjs';

const counts = runJest(process.argv.slice(2));
console.log(`\n${summarise(counts)}`);
process.exit(counts.failed === 0 ? 0 : 1);
