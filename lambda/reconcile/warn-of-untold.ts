import type { Ports } from '../ports';
import type { SessionId } from '../session/session-id';

/** So that the log line does not grow with the sessions. */
const MAX_NAMED = 50;

/** Names the sessions that a run could not check, because nobody can tell any more which trail they are on. */
export const warnOfUntold = ({ audit }: Pick<Ports, 'audit'>, untold: ReadonlySet<SessionId>): void => {
  if (untold.size === 0) return;
  const session_ids = [...untold].slice(0, MAX_NAMED);
  audit.warn(
    `Sessions that were not checked: ${untold.size}. What Kosli lacks of them is not reported, as trail_name_template has {service} and ` +
      'ECS has forgotten their tasks, so that nobody can tell which trail they are on. Look for their ids on the Kosli flow and in ' +
      'the transcript bucket. A template without {service} has no such sessions.',
    { session_ids, not_named: untold.size - session_ids.length },
  );
};
