/** An S3 object, unread. */
export interface StoredObject {
  readonly body: AsyncIterable<Uint8Array>;
  /** Names without `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** A key that CloudTrail signs digests with. */
export interface PublicKey {
  readonly fingerprint: string;
  /** Base64 of PKCS #1 DER. */
  readonly pkcs1: string;
}

/** The bucket of a CloudTrail trail. */
export interface CloudTrailFiles {
  readonly bucket: string;
  /** The keys in a folder, which ends in a slash; copies list no folders inside it. */
  readonly list: (folder: string) => AsyncIterable<string>;
  /** Null when there is no such object. */
  readonly read: (key: string) => Promise<StoredObject | null>;
  readonly publicKeys: (from: Date, to: Date) => Promise<readonly PublicKey[]>;
}

/** One version of a transcript; of a bucket without versions the object, with a null version. */
export interface TranscriptPlace {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string | null;
}

/** An event of event history whose record cannot be read, also as it is copied. */
export interface UnreadableEvent {
  /** CloudTrail's id of the event. */
  readonly unreadableEvent: string;
}

export type EventName = 'ExecuteCommand' | 'StartSession';

/**
 * Everything that is verified, as AWS and Kosli have it or as it was copied from there. What is not there is null; what cannot
 * be read now is an `UncheckableError`.
 */
export interface Sources {
  /** Null where event history is read instead. */
  readonly cloudTrail: CloudTrailFiles | null;
  /**
   * CloudTrail's records of a day, from event history, and an `UnreadableEvent` for each event whose record is none; of a day that
   * is there only in part an `UncheckableError`.
   */
  readonly history: (eventName: EventName, day: string) => AsyncIterable<unknown>;
  readonly transcript: (place: TranscriptPlace) => Promise<AsyncIterable<Uint8Array> | null>;
  /** All attestations of a name on a trail, as the JSON array that Kosli answers. */
  readonly attestations: (trail: string, name: string) => Promise<AsyncIterable<Uint8Array> | null>;
  /** The list attached to a statement, where somebody has downloaded it. */
  readonly list: (trail: string, revision: number) => Promise<string | null>;
}

/** Something could not be read, so that nothing can be said of it. */
export class UncheckableError extends Error {
  override readonly name = 'UncheckableError';
}

/** Bytes of a stream as one buffer. */
export const wholeOf = async (body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new UncheckableError(`an object is larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};
