declare const brand: unique symbol;

/** The id of one ECS Exec session, for example `ecs-execute-command-s9y89par6quf78pcbnoko32g28`. */
export type SessionId = string & { readonly [brand]: 'SessionId' };

// Two generations of ids exist (17 hex digits, 26 lower-case letters and digits) and neither alphabet is documented,
// so only what both share is required. The upper bound is SSM's own (SessionId, 96 characters).
const EXEC_SESSION_ID = /^ecs-execute-command-[0-9a-z]{10,76}$/i;

/** The session id in `text`, or null when it is not the id of an ECS Exec session. */
export const parseSessionId = (text: string): SessionId | null =>
  EXEC_SESSION_ID.test(text) ? (text as SessionId) : null;

/**
 * The session whose transcript this object key names, or null when it is not an ECS Exec transcript. The agent joins
 * its configured prefix and `<session id>.log` with `path.Join`, so only the last segment can be relied on.
 */
export const sessionIdOfKey = (key: string): SessionId | null => {
  const file = key.slice(key.lastIndexOf('/') + 1);
  return file.endsWith('.log') ? parseSessionId(file.slice(0, -'.log'.length)) : null;
};
