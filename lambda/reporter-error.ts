/**
 * The family of everything the reporter itself throws. The kind decides how long its
 * message waits; an error that is none of them is a defect, is counted, and its message comes back like any other.
 */
export abstract class ReporterError extends Error {
  override readonly name: string = this.constructor.name;
}

/** CloudTrail does not show the session yet: wait a little, it is minutes late as a rule. */
export class SessionNotVisibleYetError extends ReporterError {}

/** Something outside is down, slow or throttling: wait, longer each time. Nobody has to do anything. */
export class DependencyUnavailableError extends ReporterError {
  /** How many seconds to wait at least, when it is known that sooner makes no sense. */
  readonly waitAtLeastSeconds: number;

  constructor(message: string, options: ErrorOptions & { readonly waitAtLeastSeconds?: number } = {}) {
    super(message, options);
    this.waitAtLeastSeconds = options.waitAtLeastSeconds ?? 0;
  }
}

/** The time of the invocation ran out; the next one may get further. */
export class OutOfTimeError extends DependencyUnavailableError {}

/** Somebody has to change something (token, flow, permission). The message says what; it waits the longest delay. */
export class SetupError extends ReporterError {}
