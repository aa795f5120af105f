import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMANDS } from './commands';
import { runProgram } from './run-program';

// `npx ecs-exec-evidence <command>`, and in a checkout `npm run cli -- <command>`.
const { version } = JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8')) as {
  version: string;
};

void runProgram(COMMANDS, version);
