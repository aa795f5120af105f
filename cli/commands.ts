import type { Command } from './command';
import { checkPlan } from './commands/check-plan';
import { doctor } from './commands/doctor';
import { reconcile } from './commands/reconcile';
import { replay } from './commands/replay';
import { sessions } from './commands/sessions';
import { show } from './commands/show';
import { verify } from './commands/verify';

/** In the order of the help. */
export const COMMANDS: readonly Command[] = [doctor, sessions, show, replay, reconcile, verify, checkPlan];
