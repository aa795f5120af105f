/** What the key of every transcript ends in. */
export const TRANSCRIPT_SUFFIX = '.log';

/**
 * The keys of transcripts as a wildcard pattern, for IAM and EventBridge.
 *
 * @param prefix what every key begins with; empty for the whole bucket
 */
export const transcriptKeys = (prefix: string): string =>
  `${prefix}*ecs-execute-command-*${TRANSCRIPT_SUFFIX}`;
