import type { Command } from './command';
import { checkPlan } from './commands/check-plan';
import { reconcile } from './commands/reconcile';
import { replay } from './commands/replay';
import { sessions } from './commands/sessions';
import { show } from './commands/show';
import { verify } from './commands/verify';

/** In the order of the help. */
export const COMMANDS: readonly Command[] = [sessions, show, replay, reconcile, verify, checkPlan];
