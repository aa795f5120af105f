import type { Caller } from './caller';
import { truncate } from './truncate';

const commandOf = (caller: Caller) =>
  caller.kind === 'attributed'
    ? {
        command: caller.session.command === null ? null : truncate(caller.session.command),
        interactive: caller.session.interactive,
      }
    : { command: null, interactive: null };

const timesOf = (caller: Caller, uploadedAt: Date | null) => {
  const startedAt =
    caller.kind === 'attributed' ? caller.session.calledAt : (caller.trace?.startedAt ?? null);
  // Without SSM's end time, the upload is taken as the end: the agent uploads once, right after the shell closed.
  const endedAt = caller.trace?.endedAt ?? uploadedAt;
  const isKnown = startedAt !== null && endedAt !== null;
  return {
    started_at: startedAt?.toISOString() ?? null,
    ended_at: endedAt?.toISOString() ?? null,
    duration_seconds: isKnown ? Math.round((endedAt.getTime() - startedAt.getTime()) / 1000) : null,
  };
};

/** What a `command-logs` attestation says of the session itself: the command as called, and when it was. */
export const sessionData = (caller: Caller, uploadedAt: Date | null) => ({
  ...commandOf(caller),
  ...timesOf(caller, uploadedAt),
});
