import type { Command } from './command';
import { sessions } from './commands/sessions';

/** In the order of the help. */
export const COMMANDS: readonly Command[] = [sessions];
