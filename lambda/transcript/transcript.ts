/** An uploaded transcript as a notification names it; none of it has been read. */
export interface TranscriptRef {
  readonly bucket: string;
  /** The object's key, decoded. */
  readonly key: string;
  /** Null when the bucket keeps no versions. */
  readonly versionId: string | null;
  readonly sizeBytes: number | null;
  readonly etag: string | null;
  readonly uploadedAt: Date;
}

/** A transcript that was read: what it holds, measured on the bytes themselves. */
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

/** The notification came, the object is gone. */
export interface GoneTranscript {
  readonly kind: 'gone';
  readonly ref: TranscriptRef;
  readonly note: string;
}

/** The readable beginning of a transcript. */
export interface Preview {
  /** At most 4,000 characters, no control characters but line ends. */
  readonly text: string;
  /** Whether the transcript goes on after it. */
  readonly truncated: boolean;
  /** Whether it lacks some of what was shown, or has it in another order: erased, drawn over, shifted, or on the alternate screen. */
  readonly erased: boolean;
}
