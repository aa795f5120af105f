// What each option allows but two of them together do not; `otherwise` is the whole sentence.

interface Trails {
  readonly cloudTrail: boolean;
  readonly existingCloudTrail: boolean;
}

export const oneCloudTrail = {
  holds: ({ cloudTrail, existingCloudTrail }: Trails) => !(cloudTrail && existingCloudTrail),
  otherwise:
    'cloudTrail and existingCloudTrail: both were given, but expected one of them. Keep existingCloudTrail if the account has a ' +
    'trail, because a second copy of its events is billed; keep cloudTrail if it has none.',
};
