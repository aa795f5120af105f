// What the pages already call by its new name, and the code does not yet.

/** Paths that are not there yet. */
export const ARRIVING: readonly string[] = [
  'stand-ins/',
  'lambda/cloudtrail-log/',
  'lambda/connections.ts',
  'lambda/messages/request.ts',
  'lambda/stories.ts',
  'lambda/evidence/attestations.ts',
  'lambda/evidence/expected.ts',
];

/** An environment variable or path, as the pages call it. */
export const renamed = (name: string): string =>
  name
    .replace(/^TRAIL_(?=BUCKET|PREFIX|ORGANIZATION)/, 'CLOUDTRAIL_')
    .replace(/^lambda\/trail-log\b/, 'lambda/cloudtrail-log');
