// What is reported of a session, in the order it is reported. Tests compare with these lists: they are written down here a
// second time, and not taken from the function.

/** Who opened it and where, once for each session. */
export const IDENTITY_ATTESTATIONS = ['user-identity', 'service-identity'] as const;

/** What was shown in the shell, once for each of its transcripts. */
export const TRANSCRIPT_ATTESTATIONS = ['command-logs'] as const;

/** Of a session with one transcript. */
export const ATTESTATIONS = [...IDENTITY_ATTESTATIONS, ...TRANSCRIPT_ATTESTATIONS] as const;

/** What the template of a trail asks for; a trail may hold others besides. */
export const EXPECTED_ATTESTATIONS = ['user-identity', 'service-identity', 'command-logs'] as const;
