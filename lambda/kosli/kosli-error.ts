import { HTTPError } from 'ky';
import { OutsideUnavailableError, ReporterError, SetupError } from '../reporter-error';

/** Where the API is and what may be said of it in an error. */
export interface KosliPlace {
  readonly host: string;
  readonly org: string;
  readonly flow: string;
  /** The name of the parameter that holds the token. */
  readonly tokenParameter: string;
}

/** Kosli will not take an attachment of this size. */
export class AttachmentTooLargeError extends ReporterError {}

const LONGEST_ANSWER = 500;

const ADVICE: Record<number, (place: KosliPlace) => string> = {
  400: () => 'Kosli found the request invalid; its answer says what to change.',
  401: ({ tokenParameter, org }) =>
    `Put a valid API token of organization "${org}" into parameter "${tokenParameter}".`,
  403: ({ tokenParameter, org }) =>
    `The token in parameter "${tokenParameter}" must belong to organization "${org}" and to a member or admin of it.`,
  404: ({ org, flow }) =>
    `Create flow "${flow}" in organization "${org}", or correct kosli_flow_name and kosli_org_name.`,
};

// ky's error object holds the request and with it the token, so nothing of it is kept but the answer.
const answerOf = async ({ response }: HTTPError): Promise<string> => {
  const text = await response.text().catch(() => 'an answer that could not be read');
  return text.slice(0, LONGEST_ANSWER);
};

/** What went wrong at Kosli, as the reporter's own error; never holds the token. */
export const kosliError = async (place: KosliPlace, doing: string, error: unknown): Promise<Error> => {
  if (error instanceof ReporterError) return error;
  if (!(error instanceof HTTPError)) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    return new OutsideUnavailableError(
      `Kosli (${place.host}) could not be reached to ${doing}: ${name}: ${message}`,
    );
  }
  const { status } = error.response;
  const said = `Kosli answered ${status} when asked to ${doing}: ${await answerOf(error)}`;
  if (status === 413) return new AttachmentTooLargeError(said);
  const advice = ADVICE[status];
  return advice === undefined
    ? new OutsideUnavailableError(said)
    : new SetupError(`${said}. ${advice(place)}`);
};
