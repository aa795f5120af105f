import { createHash } from 'node:crypto';
import { elementSplitter } from '../../json-elements';
import { parseExecuteCommand } from '../../session/parse-execute-command';
import type { Session } from '../../session/session';
import type { SessionId } from '../../session/session-id';
import { mentionFinder, mentionIn } from '../../trail-log/find-mention';
import type { TrailBucket } from './list-keys';
import { ObjectUnreadableError, readObject } from './read-object';

/**
 * A log file is `{"Records":[{…},{…}]}`. CloudTrail limits an event to 256 KB (user guide, "CloudTrail record contents"); what
 * is four times longer is not one.
 */
const RECORDS = { depth: 3, longestBytes: 1024 * 1024 };

/** Whether the log file's bytes hold one of these ids; read only as far as the first. */
export const mentions = async (
  trail: TrailBucket,
  key: string,
  ids: Iterable<SessionId>,
  signal: AbortSignal,
): Promise<boolean> => {
  const mentionedNow = mentionFinder(ids);
  let mentioned = false;
  const look = (piece: Buffer) => {
    mentioned = mentionedNow(piece);
    return mentioned ? 'enough' : 'more';
  };
  await readObject(trail, key, look, signal);
  return mentioned;
};

export interface LogFileContent {
  /** The sessions among the sought ones that were opened by a call in this file. */
  readonly sessions: readonly Session[];
  /** Hex SHA-256 of the unpacked bytes these sessions were read from. */
  readonly sha256: string;
}

const parsed = (record: Buffer, place: string): unknown => {
  try {
    return JSON.parse(record.toString('utf8'));
  } catch (error) {
    throw new ObjectUnreadableError('broken', place, error);
  }
};

/** The sought sessions of one log file, read record by record, and the hash that CloudTrail's digest has to confirm. */
export const readSessions = async (
  trail: TrailBucket,
  key: string,
  ids: ReadonlySet<SessionId>,
  signal: AbortSignal,
): Promise<LogFileContent> => {
  const place = `s3://${trail.bucket}/${key}`;
  const records = elementSplitter(RECORDS);
  const mentioned = mentionIn(ids);
  const hash = createHash('sha256');
  const sessions: Session[] = [];
  const recordsOf = (piece: Buffer) => {
    try {
      return records.take(piece);
    } catch (error) {
      throw new ObjectUnreadableError('broken', place, error);
    }
  };
  const take = (piece: Buffer) => {
    hash.update(piece);
    for (const record of recordsOf(piece)) {
      if (!mentioned(record)) continue;
      const session = parseExecuteCommand(parsed(record, place), {
        source: 'trail-bucket',
        bucket: trail.bucket,
        key,
        digestVerified: 'pending',
      });
      if (session !== null && ids.has(session.id)) sessions.push(session);
    }
    return 'more' as const;
  };
  await readObject(trail, key, take, signal);
  return { sessions, sha256: hash.digest('hex') };
};

/** Hex SHA-256 of the unpacked bytes; null when the file is gone or broken, so that no digest can confirm it. */
export const hashLogFile = async (
  trail: TrailBucket,
  key: string,
  signal: AbortSignal,
): Promise<string | null> => {
  const hash = createHash('sha256');
  try {
    const take = (piece: Buffer) => {
      hash.update(piece);
      return 'more' as const;
    };
    await readObject(trail, key, take, signal);
    return hash.digest('hex');
  } catch (error) {
    if (error instanceof ObjectUnreadableError && error.because !== 'refused') return null;
    throw error;
  }
};
