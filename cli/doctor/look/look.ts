import { toReporterError } from '../../../lambda/aws/to-reporter-error';
import { ReporterError } from '../../../lambda/reporter-error';
import { NO_CREDENTIALS } from '../../deployment/aws-answer';
import { CommandError } from '../../exit-code';

/** What could not be seen, and why. */
export interface Unseen {
  /** What was asked for, for example `the versioning of the bucket`. */
  readonly what: string;
  /** What the caller must be allowed to do to see it. */
  readonly permission: string;
  /** In the words of whoever was asked. */
  readonly why: string;
  /** Whether permission was missing; otherwise there was no answer, or one that says nothing. */
  readonly denied: boolean;
}

/** One question to AWS or Kosli: what was seen, or why nothing was. */
export type Look<Seen> = { readonly seen: Seen } | { readonly unseen: Unseen };

const DENIED = /AccessDenied|NotAuthorized|AuthorizationError|^(Forbidden|403)$/;

const statusOf = (error: Error): unknown => {
  const { $metadata } = error as { readonly $metadata?: { readonly httpStatusCode?: unknown } };
  return $metadata?.httpStatusCode;
};

/**
 * Asks, and tells a refusal or the lack of an answer as such.
 *
 * @throws CommandError when AWS knows no credentials: then there is nothing to see at all
 */
export const look = async <Seen>(
  what: string,
  permission: string,
  ask: () => Promise<Seen>,
): Promise<Look<Seen>> => {
  try {
    return { seen: await ask() };
  } catch (error) {
    if (error instanceof Error && NO_CREDENTIALS.test(error.name))
      throw new CommandError(
        `AWS accepted no credentials (${error.message}). Sign in, for example with "aws sso login", or set AWS_PROFILE.`,
        { cause: error },
      );
    if (!(error instanceof Error) || !(toReporterError(what, error, '') instanceof ReporterError))
      throw error;
    const denied = DENIED.test(error.name) || statusOf(error) === 403;
    // S3 answers HEAD without a body, and so without a message.
    const said = error.message === error.name ? '' : error.message;
    return { unseen: { what, permission, why: [error.name, said].filter(Boolean).join(': '), denied } };
  }
};

/** The outcome of `ask`, or null where AWS says that there is no such thing. */
export const unlessMissing = async <Seen>(
  ask: Promise<Seen>,
  ...names: readonly string[]
): Promise<Seen | null> => {
  try {
    return await ask;
  } catch (error) {
    if (error instanceof Error && names.includes(error.name)) return null;
    throw error;
  }
};
