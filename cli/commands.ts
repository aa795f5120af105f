import type { Command } from './command';
import { checkPlan } from './commands/check-plan';

/** In the order of the help. */
export const COMMANDS: readonly Command[] = [checkPlan];
