/**
 * The family of everything the reporter itself throws. The kind decides how long its message waits; an error that is none of
 * them is a defect, is counted, and its message comes back like any other. Each name is written out, so that a bundler may
 * shorten the identifiers.
 */
export abstract class ReporterError extends Error {
  abstract override readonly name: string;
}

/** CloudTrail does not show the session yet, which is usual for some minutes: the message waits a little. */
export class SessionNotVisibleYetError extends ReporterError {
  override readonly name = 'SessionNotVisibleYetError';
}

/** Something outside is down, slow or throttling: the message waits, longer each time. Nobody has to do anything. */
export class DependencyUnavailableError extends ReporterError {
  override readonly name: string = 'DependencyUnavailableError';
  /** How many seconds to wait at least, when it is known that sooner makes no sense. */
  readonly waitAtLeastSeconds: number;

  constructor(message: string, options: ErrorOptions & { readonly waitAtLeastSeconds?: number } = {}) {
    super(message, options);
    this.waitAtLeastSeconds = options.waitAtLeastSeconds ?? 0;
  }
}

/** The time of the invocation ran out; the next one may get further. */
export class OutOfTimeError extends DependencyUnavailableError {
  override readonly name = 'OutOfTimeError';
}

/** Somebody has to change something (token, flow, permission). The message says what; it waits the longest delay. */
export class SetupError extends ReporterError {
  override readonly name = 'SetupError';
}
