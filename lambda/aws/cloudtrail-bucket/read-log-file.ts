import { createHash } from 'node:crypto';
import { mentionFinder, mentionIn } from '../../cloudtrail-log/find-mention';
import { objectFrame } from '../../cloudtrail-log/object-frame';
import { elementSplitter } from '../../json-elements';
import { parseExecuteCommand } from '../../session/execute-command-record';
import { withRecord } from '../../session/records-of-session';
import type { OpenedSession } from '../../session/session';
import type { SessionId } from '../../session/session-id';
import type { CloudTrailBucket } from './list-keys';
import { ObjectUnreadableError, readObject } from './read-object';

/**
 * A log file is `{"Records":[{…},{…}]}`. CloudTrail limits an event to 256 KB (user guide, "CloudTrail record contents"); what
 * is four times longer is not one.
 */
const RECORDS = { depth: 3, maxBytes: 1024 * 1024 };

/**
 * Whether the log file's bytes hold one of these ids; read only as far as the first. Throws `ObjectUnreadableError` as well
 * when they are not one JSON object: nobody can say what a file cut short or written over had held.
 */
export const mentions = async (
  trail: CloudTrailBucket,
  key: string,
  ids: Iterable<SessionId>,
  signal: AbortSignal,
): Promise<boolean> => {
  const mentionedNow = mentionFinder(ids);
  const isWhole = objectFrame();
  let whole = false;
  let mentioned = false;
  const look = (piece: Buffer) => {
    whole = isWhole(piece);
    mentioned = mentionedNow(piece);
    return mentioned ? 'enough' : 'more';
  };
  await readObject(trail, key, look, signal);
  if (!mentioned && !whole)
    throw new ObjectUnreadableError('broken', `s3://${trail.bucket}/${key}`, 'it is not a JSON object');
  return mentioned;
};

/** A log file, and the minute it was delivered in by its name. */
export interface DeliveredFile {
  readonly key: string;
  readonly delivered: Date;
}

export interface LogFileContent {
  /** The sessions among the sought ones that were opened by a call in this file. */
  readonly sessions: readonly OpenedSession[];
  /** Hex SHA-256 of the unpacked bytes these sessions were read from. */
  readonly sha256: string;
  /** When it was put into the bucket, if S3 says. */
  readonly lastModified: Date | null;
}

const parsed = (record: Buffer, place: string): unknown => {
  try {
    const value: unknown = JSON.parse(record.toString('utf8'));
    // What is nested too deep to be written again could not be attached as evidence.
    JSON.stringify(value);
    return value;
  } catch (error) {
    throw new ObjectUnreadableError('broken', place, error);
  }
};

/** The sought sessions of one log file, read record by record, and the hash that CloudTrail's digest has to confirm. */
export const readSessions = async (
  trail: CloudTrailBucket,
  { key, delivered }: DeliveredFile,
  ids: ReadonlySet<SessionId>,
  signal: AbortSignal,
): Promise<LogFileContent> => {
  const place = `s3://${trail.bucket}/${key}`;
  const records = elementSplitter(RECORDS);
  const mentioned = mentionIn(ids);
  const hash = createHash('sha256');
  const sessions = new Map<SessionId, readonly OpenedSession[]>();
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
      const call = parseExecuteCommand(parsed(record, place), {
        source: 'cloudtrail-bucket',
        bucket: trail.bucket,
        key,
        deliveredAt: delivered,
        digestVerified: 'pending',
      });
      if (call.kind !== 'opened' || !ids.has(call.session.id)) continue;
      const { session } = call;
      sessions.set(session.id, withRecord(sessions.get(session.id) ?? [], session));
    }
    return 'more' as const;
  };
  const { lastModified } = await readObject(trail, key, take, signal);
  return { sessions: [...sessions.values()].flat(), sha256: hash.digest('hex'), lastModified };
};

/** Hex SHA-256 of the unpacked bytes; null when the file is gone or broken, so that no digest can confirm it. */
export const hashLogFile = async (
  trail: CloudTrailBucket,
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
