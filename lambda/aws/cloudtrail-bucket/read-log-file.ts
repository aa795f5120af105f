import { createHash } from 'node:crypto';
import { mentionFinder, mentionIn } from '../../cloudtrail-log/find-mention';
import { objectFrame } from '../../cloudtrail-log/object-frame';
import { elementSplitter } from '../../json-elements';
import { parseExecuteCommand } from '../../session/execute-command-record';
import { withRecord } from '../../session/records-of-session';
import type { OpenedSession } from '../../session/session';
import type { SessionId } from '../../session/session-id';
import type { CloudTrailBucket } from './list-keys';
import {
  type FetchedObject,
  fetchObject,
  ObjectUnreadableError,
  readObject,
  unpackObject,
} from './read-object';

/**
 * A log file is `{"Records":[{…},{…}]}`. CloudTrail limits an event to 256 KB (user guide, "CloudTrail record contents");
 * anything four times longer is not an event.
 */
const RECORDS = { depth: 3, maxBytes: 1024 * 1024 };

/**
 * Whether the log file contains one of these ids; it is read only up to the first. Also throws `ObjectUnreadableError` when
 * the file is not one JSON object: there is no telling what a truncated or overwritten file contained.
 */
const mentions = async (
  file: FetchedObject,
  ids: Iterable<SessionId>,
  signal: AbortSignal,
): Promise<boolean> => {
  const findMention = mentionFinder(ids);
  const isWhole = objectFrame();
  let whole = false;
  let mentioned = false;
  const scan = (piece: Buffer) => {
    whole = isWhole(piece);
    mentioned = findMention(piece);
    return mentioned ? 'enough' : 'more';
  };
  await unpackObject(file, scan, signal);
  if (!mentioned && !whole) throw new ObjectUnreadableError('broken', file.place, 'it is not a JSON object');
  return mentioned;
};

/** A log file, and the minute it was delivered according to its name. */
export interface DeliveredFile {
  readonly key: string;
  readonly delivered: Date;
}

export interface LogFileContent {
  /** Those of the sought sessions that a call in this file opened. */
  readonly sessions: readonly OpenedSession[];
  /** Hex SHA-256 of the unpacked bytes these sessions were read from. */
  readonly sha256: string;
  /** When it was put into the bucket, if S3 says so. */
  readonly lastModified: Date | null;
}

const parsed = (record: Buffer, place: string): unknown => {
  try {
    const value: unknown = JSON.parse(record.toString('utf8'));
    // A record nested too deeply to be stringified could not be attached as evidence.
    JSON.stringify(value);
    return value;
  } catch (error) {
    throw new ObjectUnreadableError('broken', place, error);
  }
};

const readRecords = async (
  { bucket }: CloudTrailBucket,
  { key, delivered }: DeliveredFile,
  file: FetchedObject,
  ids: ReadonlySet<SessionId>,
  signal: AbortSignal,
): Promise<LogFileContent> => {
  const { place, lastModified } = file;
  const records = elementSplitter(RECORDS);
  const mentioned = mentionIn(ids);
  const hash = createHash('sha256');
  const sessions = new Map<SessionId, readonly OpenedSession[]>();
  const recordsOf = (piece: Buffer) => {
    try {
      // Copied, because a record that goes on in the next piece is kept until then.
      return records.take(Buffer.from(piece));
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
        bucket,
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
  await unpackObject(file, take, signal);
  return { sessions: [...sessions.values()].flat(), sha256: hash.digest('hex'), lastModified };
};

/**
 * The sought sessions in one log file, read record by record, and the hash that CloudTrail's digest has to confirm; null when
 * the file mentions none. @param missing the ids that are sought, which other files may settle while this one is read
 */
export const readSessions = async (
  cloudTrail: CloudTrailBucket,
  delivered: DeliveredFile,
  missing: () => ReadonlySet<SessionId>,
  signal: AbortSignal,
): Promise<LogFileContent | null> => {
  const file = await fetchObject(cloudTrail, delivered.key, signal);
  if (!(await mentions(file, missing(), signal))) return null;
  // A large one has only been read up to the mention, and is not kept.
  const again = file.rest === null ? file : await fetchObject(cloudTrail, delivered.key, signal);
  return readRecords(cloudTrail, delivered, again, missing(), signal);
};

/** Hex SHA-256 of the unpacked bytes; null when the file is gone or broken, so that no digest can confirm it. */
export const hashLogFile = async (
  cloudTrail: CloudTrailBucket,
  key: string,
  signal: AbortSignal,
): Promise<string | null> => {
  const hash = createHash('sha256');
  try {
    const take = (piece: Buffer) => {
      hash.update(piece);
      return 'more' as const;
    };
    await readObject(cloudTrail, key, take, signal);
    return hash.digest('hex');
  } catch (error) {
    if (error instanceof ObjectUnreadableError && error.kind !== 'refused') return null;
    throw error;
  }
};
