import { withRecord } from '../session/records-of-session';
import type { OpenedSession } from '../session/session';
import type { SessionId } from '../session/session-id';

/**
 * What a warm function remembers of calls that CloudTrail itself has shown, so that nobody is searched for twice: not while
 * Kosli is down, and not when a page that was read for one session shows others as well. Only what was read from event history,
 * or is confirmed by a signed digest, may be remembered. A message, EventBridge's included, may be forged, and must not
 * attribute a session.
 */
export interface CallMemory {
  readonly remember: (call: OpenedSession) => void;
  /** The records of the call that opened this session; empty when it is not remembered. */
  readonly recall: (id: SessionId) => readonly OpenedSession[];
}

/** An ordinary record takes about 4 KB of memory, so these are some 20 MB. */
const MAX_SESSIONS = 5_000;
// The caller chooses the command, which may be 100 KB long. Two bytes a character at most.
const MAX_CHARACTERS = 16 * 1024 * 1024;

interface Entry {
  readonly records: readonly OpenedSession[];
  readonly characters: number;
}

/** Forgets the session that has not been asked for, or read, for the longest time once there are too many. */
export const callMemory = (maxSessions = MAX_SESSIONS, maxCharacters = MAX_CHARACTERS): CallMemory => {
  // A map lists its entries in the order they were put into it.
  const entries = new Map<SessionId, Entry>();
  let characters = 0;

  const forget = (id: SessionId): void => {
    characters -= entries.get(id)?.characters ?? 0;
    entries.delete(id);
  };
  const keep = (id: SessionId, entry: Entry): void => {
    forget(id);
    entries.set(id, entry);
    characters += entry.characters;
    for (const oldest of entries.keys()) {
      if (entries.size <= maxSessions && characters <= maxCharacters) return;
      forget(oldest);
    }
  };

  return {
    remember: (call) => {
      const known = entries.get(call.id);
      if (known?.records.some(({ eventId }) => eventId === call.eventId)) {
        keep(call.id, known);
        return;
      }
      const records = withRecord(known?.records ?? [], call);
      keep(call.id, { records, characters: JSON.stringify(records).length });
    },
    recall: (id) => {
      const known = entries.get(id);
      if (known === undefined) return [];
      keep(id, known);
      return known.records;
    },
  };
};
