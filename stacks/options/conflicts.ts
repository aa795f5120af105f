import { regionOfArn } from './aws-names';

// What each option allows but two of them together do not; `otherwise` is the whole sentence.

interface Trails {
  readonly cloudTrail: object | null;
  readonly existingTrail: object | null;
}

export const oneTrail = {
  holds: ({ cloudTrail, existingTrail }: Trails) => !(cloudTrail && existingTrail),
  otherwise:
    'cloudTrail and existingTrail: both were given, but expected one of them. Keep existingTrail if the account has a trail, ' +
    'because a second copy of its events is billed; keep cloudTrail if it has none.',
};

interface Network {
  readonly vpc: object | null;
  readonly regions: readonly string[];
}

export const vpcInOneRegion = {
  holds: ({ vpc, regions }: Network) => !(vpc && regions.length > 1),
  otherwise:
    'vpc and regions: subnets of one region were given for several regions, but expected one region at most. Give each ' +
    'region a project of its own, or leave vpc out.',
};

interface Keys {
  readonly kmsKeyArns: readonly string[];
  readonly regions: readonly string[];
}

export const keysOfTheseRegions = {
  holds: ({ kmsKeyArns, regions }: Keys) =>
    regions.length === 0 || kmsKeyArns.every((arn) => regions.includes(regionOfArn(arn))),
  otherwise:
    'kmsKeyArns and regions: a key of another region was given, but expected keys of the given regions, since a bucket and a ' +
    'parameter are encrypted by a key of their own region. Remove that key, or add its region.',
};
