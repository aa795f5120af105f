import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMANDS } from './commands';
import { runCommandLine } from './parse';

// `npx ecs-exec-evidence <command>`, and in a checkout `npm run cli -- <command>`.
const { version } = JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8')) as {
  version: string;
};

void runCommandLine(COMMANDS, process.argv.slice(2), version, {
  out: process.stdout,
  err: process.stderr,
}).then((code) => {
  process.exitCode = code;
});
