import { HTTPError } from 'ky';
import { DependencyUnavailableError, OutOfTimeError, ReporterError, SetupError } from '../reporter-error';
import type { Time } from '../time';
import { readBeginning } from './read-beginning';

/** Where the API is and what may be said of it in an error. */
export interface KosliPlace {
  readonly host: string;
  readonly org: string;
  readonly flow: string;
  /** The name of the parameter that holds the token. */
  readonly tokenParameter: string;
}

/** Kosli will not take an attachment of this size, or not in the time it has for it. */
export class AttachmentRefusedError extends DependencyUnavailableError {
  override readonly name = 'AttachmentRefusedError';
}

/** What is known of a request that got no answer. */
export interface Unanswered {
  /** Whether Kosli cannot have carried it out, because part of it never left. */
  readonly withoutEffect: boolean;
  /** Whether it was ended for taking too long. */
  readonly timedOut: boolean;
  /** Whether Kosli has had all of it for so long that a look tells whether it was carried out. */
  readonly lookTells: boolean;
}

/** For how long a message waits whose request Kosli may still be carrying out: a look that comes sooner may come too soon. */
const EFFECT_OPEN_SECONDS = 120;

/** A request got no answer. */
export class UnansweredError extends DependencyUnavailableError {
  override readonly name = 'UnansweredError';
  readonly known: Unanswered;

  constructor(message: string, known: Unanswered, waitAtLeastSeconds = 0) {
    super(message, { waitAtLeastSeconds });
    this.known = known;
  }
}

/** Whether the server behind this answer may still be at work: all that is not Kosli's own word, as a proxy's 502 and 503. */
export const leavesEffectOpen = (status: number): boolean => status > 500;

/** For how many seconds the server asks to be left alone; 0 when it does not say. */
export const retryAfterSeconds = ({ headers }: Response): number => {
  const said = headers.get('retry-after') ?? '';
  const seconds = /^\d+$/.test(said) ? Number(said) : (Date.parse(said) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? 0 : Math.max(0, Math.ceil(seconds));
};

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

/** What was asked, as far as its failure has to know. */
export interface FailedCall {
  readonly place: KosliPlace;
  readonly doing: string;
  /** Whether doing it twice would leave it there twice. */
  readonly once: boolean;
  /** Takes the tokens out of an answer, which may repeat what it was sent. */
  readonly redact: (text: string) => string;
}

/** What went wrong at Kosli, as the reporter's own error; never holds the token. */
export const kosliError = async (
  { place, doing, once, redact }: FailedCall,
  error: unknown,
  time: Time,
): Promise<Error> => {
  if (time.signal.aborted || error instanceof OutOfTimeError)
    return new OutOfTimeError(`there was no time left to ${doing} (Kosli, ${place.host})`, {
      waitAtLeastSeconds: once ? EFFECT_OPEN_SECONDS : 0,
    });
  if (error instanceof UnansweredError)
    return new UnansweredError(
      `Kosli (${place.host}) could not be reached to ${doing}: ${error.message}`,
      error.known,
      once && !error.known.withoutEffect ? EFFECT_OPEN_SECONDS : 0,
    );
  if (error instanceof ReporterError) return error;
  if (!(error instanceof HTTPError)) return error instanceof Error ? error : new Error(String(error));
  // ky's error object holds the request, so nothing of it is kept but the answer.
  const { response } = error;
  const answer = redact(await readBeginning(response, time)).slice(0, MAX_ANSWER_CHARACTERS);
  const said = `Kosli answered ${response.status} when asked to ${doing}: ${answer}`;
  if (response.status === 413 || response.status === 408) return new AttachmentRefusedError(said);
  const advice = ADVICE[response.status];
  const waitAtLeastSeconds = Math.max(
    retryAfterSeconds(response),
    once && leavesEffectOpen(response.status) ? EFFECT_OPEN_SECONDS : 0,
  );
  return advice === undefined
    ? new DependencyUnavailableError(said, { waitAtLeastSeconds })
    : new SetupError(`${said}. ${advice(place)}`);
};
