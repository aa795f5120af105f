import { HTTPError } from 'ky';
import * as v from 'valibot';
import { DependencyUnavailableError, OutOfTimeError, ReporterError, SetupError } from '../reporter-error';
import type { Time } from '../time';
import { readBeginning } from './read-beginning';

/** Where the API is, and what an error may say about it. */
export interface KosliPlace {
  readonly host: string;
  readonly org: string;
  readonly flow: string;
  /** The name of the parameter that holds the token. */
  readonly tokenParameter: string;
}

/** Kosli does not accept an attachment of this size, or did not receive it within its own time limit. */
export class AttachmentRefusedError extends DependencyUnavailableError {
  override readonly name = 'AttachmentRefusedError';
}

/** What answered is not Kosli, or not as Kosli does. */
export class UnexpectedAnswerError extends DependencyUnavailableError {
  override readonly name = 'UnexpectedAnswerError';
}

/** There is no such trail in the flow, which may or may not be a mistake. */
export class TrailNotFoundError extends SetupError {
  override readonly name = 'TrailNotFoundError';
}

// "Trail with name 'foo' does not exist for Organization 'o' and Flow 'f'". Of a flow it says "Flow named …".
const TrailNotFound = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    message: v.pipe(v.string(), v.regex(/^Trail with name '.*' does not exist for Organization /s)),
  }),
);

/** What is known about a request that got no answer. */
export interface Unanswered {
  /** Whether Kosli cannot have carried it out, because part of it was never sent. */
  readonly hadNoEffect: boolean;
  /** Whether it was aborted because it took too long. */
  readonly timedOut: boolean;
  /** Whether Kosli has had all of it for long enough that reading the trail shows whether it was carried out. */
  readonly listIsConclusive: boolean;
}

/** How long a message waits while Kosli may still be carrying out its request: sooner, the trail might not show it yet. */
const STILL_PROCESSING_SECONDS = 120;

/** A request got no answer. */
export class UnansweredError extends DependencyUnavailableError {
  override readonly name = 'UnansweredError';
  readonly known: Unanswered;

  constructor(message: string, known: Unanswered, waitAtLeastSeconds = 0) {
    super(message, { waitAtLeastSeconds });
    this.known = known;
  }
}

/** Whether the server may still be processing the request: for any answer not from Kosli itself, like a proxy's 502 or 503. */
export const mayStillBeProcessed = (status: number): boolean => status > 500;

/** The `Retry-After` of a response, in seconds; null when it has none, or none that can be read. */
export const retryAfterOf = ({ headers }: Response): number | null => {
  const value = headers.get('retry-after') ?? '';
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? null : Math.max(0, Math.ceil(seconds));
};

/** The same, 0 in place of null. */
export const retryAfterSeconds = (response: Response): number => retryAfterOf(response) ?? 0;

const MAX_ANSWER_CHARACTERS = 500;

const ADVICE: Record<number, (place: KosliPlace) => string> = {
  400: () => 'Kosli found the request invalid; its answer says what to change.',
  401: ({ tokenParameter, org }) =>
    `Put a valid API token of organization "${org}" into parameter "${tokenParameter}".`,
  403: ({ tokenParameter, org }) =>
    `The token in parameter "${tokenParameter}" must belong to organization "${org}" and to a member or admin of it.`,
  404: ({ org, flow }) =>
    `Create flow "${flow}" in organization "${org}", or correct kosli_flow_name and kosli_org_name.`,
};

/** The parts of a call that its error needs. */
export interface FailedCall {
  readonly place: KosliPlace;
  readonly doing: string;
  /** Whether repeating the call would store the same thing twice. */
  readonly once: boolean;
  /** Removes the tokens from an answer, which may repeat what it was sent. */
  readonly redact: (text: string) => string;
}

/**
 * Whether a call failed because of Kosli or what was sent there, and not because the token could not be read, the time was up, or
 * a trail is not there yet.
 *
 * @param thrown by the call
 * @param failure what `kosliError` made of it
 */
export const isOfKosli = (thrown: unknown, failure: Error): boolean =>
  [HTTPError, UnansweredError, UnexpectedAnswerError].some((kind) => thrown instanceof kind) &&
  ![TrailNotFoundError, OutOfTimeError].some((kind) => failure instanceof kind);

/** A failed call to Kosli as the reporter's own error, which never contains the token. */
export const kosliError = async (
  { place, doing, once, redact }: FailedCall,
  error: unknown,
  time: Time,
): Promise<Error> => {
  if (time.signal.aborted || error instanceof OutOfTimeError)
    return new OutOfTimeError(`there was no time left to ${doing} (Kosli, ${place.host})`, {
      waitAtLeastSeconds: once ? STILL_PROCESSING_SECONDS : 0,
    });
  if (error instanceof UnansweredError)
    return new UnansweredError(
      `Kosli (${place.host}) could not be reached to ${doing}: ${error.message}`,
      error.known,
      once && !error.known.hadNoEffect ? STILL_PROCESSING_SECONDS : 0,
    );
  if (error instanceof ReporterError) return error;
  if (!(error instanceof HTTPError)) return error instanceof Error ? error : new Error(String(error));
  // ky's error object holds the request, and with it the token, so only the answer is kept.
  const { response } = error;
  const beginning = redact(await readBeginning(response, time));
  const answer = beginning.slice(0, MAX_ANSWER_CHARACTERS);
  const message = `Kosli answered ${response.status} when asked to ${doing}: ${answer}`;
  if (response.status === 413 || response.status === 408) return new AttachmentRefusedError(message);
  if (response.status === 404 && v.is(TrailNotFound, beginning)) return new TrailNotFoundError(message);
  const advice = ADVICE[response.status];
  const waitAtLeastSeconds = Math.max(
    retryAfterSeconds(response),
    once && mayStillBeProcessed(response.status) ? STILL_PROCESSING_SECONDS : 0,
  );
  return advice === undefined
    ? new DependencyUnavailableError(message, { waitAtLeastSeconds })
    : new SetupError(`${message}. ${advice(place)}`);
};
