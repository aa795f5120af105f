/**
 * What a trail must hold of every session, in the order it is reported. Tests compare with this list: it is written down
 * here a second time, and not taken from the function.
 */
export const ATTESTATIONS = ['user-identity', 'service-identity', 'command-logs'] as const;
