/** An uploaded transcript as a notification describes it; none of it has been read. */
export interface TranscriptRef {
  readonly bucket: string;
  /** The object's key, decoded. */
  readonly key: string;
  /** Null when the bucket is not versioned. */
  readonly versionId: string | null;
  readonly sizeBytes: number | null;
  readonly etag: string | null;
  readonly uploadedAt: Date;
  /** Who wrote the object, as S3 says (`AROA…:<session name>`); null where it does not say. */
  readonly writerPrincipalId: string | null;
}

/** A transcript that was read, with properties measured on its bytes. */
export interface Transcript {
  readonly kind: 'read';
  readonly ref: TranscriptRef;
  /** A local copy, byte for byte; gone after `dispose`. Null when it is too large for the disk. */
  readonly path: string | null;
  readonly sizeBytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
  readonly etag: string | null;
  readonly versionId: string | null;
  /** Whether nothing was shown between the header and the footer that `script` writes. */
  readonly blank: boolean;
  /** What a terminal would have shown of the beginning. */
  readonly preview: Preview;
  readonly dispose: () => Promise<void>;
}

/** A transcript that was deleted or overwritten before it could be read. */
export interface GoneTranscript {
  readonly kind: 'gone';
  readonly ref: TranscriptRef;
  readonly note: string;
}

/** The readable beginning of a transcript. */
export interface Preview {
  /** At most 4,000 characters, without control characters other than line ends. */
  readonly text: string;
  /** Whether the transcript continues after it. */
  readonly truncated: boolean;
  /** Whether part of what was shown is missing or in another order: erased, overwritten, shifted, or on the alternate screen. */
  readonly erased: boolean;
}
