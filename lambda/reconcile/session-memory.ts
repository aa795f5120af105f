import type { SessionId } from '../session/session-id';

/** The sessions a warm function has seen complete on Kosli, which only ever adds: the newest of them, so many at most. */
export interface SessionMemory {
  readonly has: (id: SessionId) => boolean;
  readonly add: (id: SessionId) => void;
}

/** Some 100 bytes each. */
const MAX_SESSIONS = 20_000;

export const sessionMemory = (): SessionMemory => {
  const ids = new Set<SessionId>();
  return {
    has: (id) => ids.has(id),
    add: (id) => {
      ids.delete(id);
      ids.add(id);
      if (ids.size <= MAX_SESSIONS) return;
      const [oldest] = ids;
      if (oldest !== undefined) ids.delete(oldest);
    },
  };
};
