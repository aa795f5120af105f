import type { ComparedFields, Evidence } from './attestation';
import { type EvidenceRules, evidenceOf, type Placed } from './plan-evidence';
import {
  type Loss,
  lostTranscript,
  type ReportedTranscript,
  replacedTranscript,
  reportedTranscript,
} from './transcript-replaced';

/** With how many others a transcript is compared, the oldest first: somebody may write as many versions as they like. */
const MAX_PAIRS = 10;

const rankOf = ({ uploaded_at, sha256 }: ReportedTranscript): string =>
  `${uploaded_at ?? ''} ${sha256 ?? ''}`;

/** In the order of upload; at the same time, in one that does not depend on which was delivered first. */
const byUpload = (one: ReportedTranscript, other: ReportedTranscript): number => {
  const [rank, otherRank] = [rankOf(one), rankOf(other)];
  if (rank === otherRank) return 0;
  return rank < otherRank ? -1 : 1;
};

/** Each content once, as it was uploaded first. */
const byContent = (held: readonly ComparedFields[]): readonly ReportedTranscript[] => {
  const contents = new Map<string, ReportedTranscript>();
  for (const transcript of held.map(reportedTranscript).toSorted(byUpload)) {
    const { sha256 } = transcript;
    if (sha256 !== null && !contents.has(sha256)) contents.set(sha256, transcript);
  }
  return [...contents.values()];
};

/**
 * A `transcript-replaced` for each pair of this transcript and one with other content. It follows from what the trail holds of
 * the session alone, so the order in which transcripts are delivered does not matter.
 *
 * @param placed the session, and the trail it is on
 * @param sha256 of the transcript, which is reported
 * @param held the compared fields of every `command-logs` the trail holds of the session, that of this transcript among them
 */
export const planReplacements = (
  placed: Placed,
  sha256: string,
  held: readonly ComparedFields[],
  rules: Pick<EvidenceRules, 'reporterVersion'>,
): Evidence => {
  const contents = byContent(held);
  const pairs = contents
    .filter((content) => content.sha256 !== sha256)
    .slice(0, MAX_PAIRS)
    .map((other) => contents.filter((content) => content === other || content.sha256 === sha256));
  const statements = pairs.flatMap(([first, second]) =>
    first === undefined || second === undefined ? [] : [replacedTranscript(first, second)],
  );
  return evidenceOf(placed, rules, statements);
};

/**
 * A `transcript-replaced` that says that a reported transcript is gone; `second_…` of it is null.
 *
 * @param placed the session, and the trail that holds the transcript
 * @param reported the compared fields of its `command-logs` as the trail holds them
 */
export const planLoss = (
  placed: Placed,
  reported: ComparedFields,
  loss: Loss,
  rules: Pick<EvidenceRules, 'reporterVersion'>,
): Evidence => evidenceOf(placed, rules, [lostTranscript(reportedTranscript(reported), loss)]);
