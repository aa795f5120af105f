import { watchOutput } from '../cli/watch-output';
import { run } from './run';

// `npm run verify`: are the daily completeness statements what CloudTrail, S3 and Kosli hold?
const UNCHECKED = 2;
let isLost = false;
watchOutput(() => {
  isLost = true;
  process.exitCode = UNCHECKED;
});
run(process.argv.slice(2), {
  env: process.env,
  say: (line) => process.stdout.write(`${line}\n`),
  progress: (line) => process.stderr.write(`${line}\n`),
}).then(
  (code) => {
    process.exitCode = isLost ? UNCHECKED : code;
  },
  (error: unknown) => {
    // A bug, or a disk that is full: nothing was verified.
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    process.exitCode = UNCHECKED;
  },
);
