/**
 * In the bundle this takes the place of the SDK's event streams, which none of the function's calls sends or receives. The SDK
 * imports them dynamically as well; for that esbuild would wrap every module they share with the rest, and keep what those
 * modules do not use.
 */
export const resolveEventStreamSerdeConfig = <Configuration>(configuration: Configuration): Configuration =>
  configuration;

const absent = (): never => {
  throw new Error(
    'The function was bundled without event streams; see lambda/aws/no-event-streams.ts if it needs a call that has one.',
  );
};

export const eventStreamSerdeProvider = absent;

/** What the SDK makes to read or write an event stream. */
export class EventStreamSerde {
  constructor() {
    absent();
  }
}
