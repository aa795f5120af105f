import type { Command } from './command';
import { reconcile } from './commands/reconcile';
import { replay } from './commands/replay';
import { sessions } from './commands/sessions';

/** In the order of the help. */
export const COMMANDS: readonly Command[] = [sessions, replay, reconcile];
