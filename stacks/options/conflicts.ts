// Conflicts between options that are valid by themselves; `message` is the whole error message.

export interface CloudTrailOptions {
  readonly cloudTrail: boolean;
  readonly existingCloudTrail: boolean;
}

export const oneCloudTrail = {
  isMet: ({ cloudTrail, existingCloudTrail }: CloudTrailOptions) => !(cloudTrail && existingCloudTrail),
  message:
    'cloudTrail and existingCloudTrail: both were given, but expected one of them. Keep existingCloudTrail if the account has a ' +
    'CloudTrail trail, because a second copy of its events is billed; keep cloudTrail if it has none.',
};
