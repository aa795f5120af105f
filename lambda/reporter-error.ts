/**
 * The base class of all errors that the reporter itself throws. The class decides how long the message waits; any other error
 * is a bug, is counted, and its message is retried like any other. Each `name` is a string literal, so that a bundler may
 * shorten the class names.
 */
export abstract class ReporterError extends Error {
  abstract override readonly name: string;
}

/** CloudTrail does not show the session yet, which is normal for some minutes: the message waits briefly. */
export class SessionNotVisibleYetError extends ReporterError {
  override readonly name = 'SessionNotVisibleYetError';
}

/** A dependency is down, slow or throttling: the message waits, longer each time. Nobody has to act. */
export class DependencyUnavailableError extends ReporterError {
  override readonly name: string = 'DependencyUnavailableError';
  /** The minimum number of seconds to wait, when it is known that an earlier retry is pointless. */
  readonly waitAtLeastSeconds: number;

  constructor(message: string, options: ErrorOptions & { readonly waitAtLeastSeconds?: number } = {}) {
    super(message, options);
    this.waitAtLeastSeconds = options.waitAtLeastSeconds ?? 0;
  }
}

/** The invocation ran out of time; the next one may get further. */
export class OutOfTimeError extends DependencyUnavailableError {
  override readonly name = 'OutOfTimeError';
}

/** Somebody has to change something (token, flow, permission). The error says what; the message waits for the maximum delay. */
export class SetupError extends ReporterError {
  override readonly name: string = 'SetupError';
}
