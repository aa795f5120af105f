import type { ComparedFields } from '../evidence/attestation';
import { groupBy } from '../group-by';
import type { HeldEvidence } from '../ports';
import type { TranscriptRef } from '../transcript/transcript';

/** A key of which a trail holds `command-logs`, and what they say of the objects that were there. */
export interface ReportedPlace {
  readonly bucket: string;
  readonly key: string;
  readonly logs: readonly ComparedFields[];
}

export const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null;

/** The keys that `command-logs` of a session are about. One about a transcript that was never found is about no object. */
export const reportedPlaces = (held: readonly HeldEvidence[]): readonly ReportedPlace[] => {
  const logs = held
    .filter(({ name, compared }) => name === 'command-logs' && textOf(compared.cause) === null)
    .flatMap(({ compared }) => {
      const [bucket, key] = [textOf(compared.bucket), textOf(compared.key)];
      return bucket === null || key === null ? [] : [{ bucket, key, compared }];
    });
  return [...groupBy(logs, ({ bucket, key }) => JSON.stringify([bucket, key])).values()].flatMap(
    (ofPlace) => {
      const [first] = ofPlace;
      return first === undefined ? [] : [{ ...first, logs: ofPlace.map(({ compared }) => compared) }];
    },
  );
};

/** Whether the bucket kept the object under a version of its own; where versioning is suspended, it is `null` of them all. */
export const isVersioned = (versionId: string | null): versionId is string =>
  versionId !== null && versionId !== 'null';

/** Whether a `command-logs` is about this object of its key. Without versions only the ETag tells one from another. */
export const isAbout = ({ version_id, etag }: ComparedFields, object: TranscriptRef): boolean =>
  isVersioned(object.versionId)
    ? version_id === object.versionId
    : !isVersioned(textOf(version_id)) && etag === object.etag;
