import * as v from 'valibot';

/** The function's environment as the stack writes it; a missing name is a compile error there. */
export interface ReporterEnvironment {
  readonly KOSLI_HOST: string;
  readonly KOSLI_ORG: string;
  readonly KOSLI_FLOW: string;
  /** The parameter's name, never its value. */
  readonly KOSLI_API_TOKEN_PARAMETER: string;
  readonly TRAIL_NAME_TEMPLATE: string;
  readonly IDENTITY_DEADLINE_MINUTES: string;
  readonly TRANSCRIPT_BUCKET: string;
  /** What every transcript key begins with; empty for the whole bucket. */
  readonly TRANSCRIPT_PREFIX: string;
  readonly TRANSCRIPT_GRACE_MINUTES: string;
  /** `attach` or `reference`. */
  readonly TRANSCRIPT_ATTACHMENT: string;
  /** 0 to 4000. */
  readonly PREVIEW_CHARACTERS: string;
  readonly QUEUE_URL: string;
  readonly DEAD_LETTER_QUEUE_URL: string;
  /** The bucket of a CloudTrail trail; without it callers are searched for in event history only. */
  readonly CLOUDTRAIL_BUCKET?: string;
  /** The key prefix before `AWSLogs/` in that bucket. */
  readonly CLOUDTRAIL_PREFIX?: string;
  /** `o-…` for an organization's CloudTrail trail. */
  readonly CLOUDTRAIL_ORGANIZATION_ID?: string;
}

/** The settings of the reporter, complete and validated. */
export interface Settings {
  readonly kosli: {
    readonly host: string;
    readonly org: string;
    readonly flow: string;
    readonly tokenParameter: string;
  };
  readonly trailNameTemplate: string;
  readonly identityDeadlineMinutes: number;
  readonly transcriptBucket: string;
  /** What every transcript key begins with; empty for the whole bucket. */
  readonly transcriptPrefix: string;
  /** How long a session may go without a transcript. */
  readonly transcriptGraceMinutes: number;
  /** Whether transcripts are sent to Kosli, or only their hash, size and place. */
  readonly transcriptAttachment: 'attach' | 'reference';
  /** How much of a transcript is quoted, 0 to 4000. */
  readonly previewCharacters: number;
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
  readonly cloudTrail: CloudTrailSettings | null;
}

/** Where a CloudTrail trail writes. */
export interface CloudTrailSettings {
  readonly bucket: string;
  readonly prefix: string;
  readonly organizationId: string | null;
}

/** The environment is not what the stack writes; the message lists everything that is wrong. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether a token may be sent there: over https, or to this machine. */
export const isKosliHost = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname));
};

const text = v.pipe(v.string('is missing'), v.nonEmpty('is empty'));
const url = v.pipe(text, v.url('is not a URL'));
/** Any more than a year would lead out of what a date can be. The stack allows less. */
const MAX_MINUTES = 366 * 24 * 60;
const minutes = v.pipe(
  text,
  v.regex(/^\d+$/, 'must be a whole number of minutes'),
  v.transform(Number),
  v.maxValue(MAX_MINUTES, `must be at most ${MAX_MINUTES} minutes`),
);

const MAX_PREVIEW_CHARACTERS = 4000;
const PREVIEW_EXPECTED = `must be a whole number from 0 to ${MAX_PREVIEW_CHARACTERS}`;

const Environment = v.object({
  KOSLI_HOST: v.pipe(
    text,
    v.check(isKosliHost, 'must be an https URL (http only for loopback)'),
    v.transform((host) => host.replace(/\/+$/, '')),
  ),
  KOSLI_ORG: text,
  KOSLI_FLOW: text,
  KOSLI_API_TOKEN_PARAMETER: text,
  TRAIL_NAME_TEMPLATE: text,
  IDENTITY_DEADLINE_MINUTES: minutes,
  TRANSCRIPT_BUCKET: text,
  TRANSCRIPT_PREFIX: v.string('is missing'),
  TRANSCRIPT_GRACE_MINUTES: minutes,
  TRANSCRIPT_ATTACHMENT: v.pipe(text, v.picklist(['attach', 'reference'], 'must be attach or reference')),
  PREVIEW_CHARACTERS: v.pipe(
    text,
    v.regex(/^\d+$/, PREVIEW_EXPECTED),
    v.transform(Number),
    v.maxValue(MAX_PREVIEW_CHARACTERS, PREVIEW_EXPECTED),
  ),
  QUEUE_URL: url,
  DEAD_LETTER_QUEUE_URL: url,
  CLOUDTRAIL_BUCKET: v.optional(v.string(), ''),
  CLOUDTRAIL_PREFIX: v.optional(v.string(), ''),
  CLOUDTRAIL_ORGANIZATION_ID: v.optional(v.string(), ''),
  // A name that the stack writes and this left out would have no effect, without a word.
} satisfies Record<keyof ReporterEnvironment, v.GenericSchema>);

/**
 * Parses the function's environment.
 *
 * @throws SettingsError naming every variable that is wrong; values are not repeated
 */
export const parseSettings = (environment: Readonly<Record<string, string | undefined>>): Settings => {
  const parsed = v.safeParse(Environment, environment);
  if (!parsed.success) {
    const problems = parsed.issues.map((issue) => `${v.getDotPath(issue)} ${issue.message}`);
    throw new SettingsError(
      `The function's environment is wrong: ${problems.join('; ')}. Deploy the stack again.`,
    );
  }
  const env = parsed.output;
  return {
    kosli: {
      host: env.KOSLI_HOST,
      org: env.KOSLI_ORG,
      flow: env.KOSLI_FLOW,
      tokenParameter: env.KOSLI_API_TOKEN_PARAMETER,
    },
    trailNameTemplate: env.TRAIL_NAME_TEMPLATE,
    identityDeadlineMinutes: env.IDENTITY_DEADLINE_MINUTES,
    transcriptBucket: env.TRANSCRIPT_BUCKET,
    transcriptPrefix: env.TRANSCRIPT_PREFIX,
    transcriptGraceMinutes: env.TRANSCRIPT_GRACE_MINUTES,
    transcriptAttachment: env.TRANSCRIPT_ATTACHMENT,
    previewCharacters: env.PREVIEW_CHARACTERS,
    queueUrl: env.QUEUE_URL,
    deadLetterQueueUrl: env.DEAD_LETTER_QUEUE_URL,
    cloudTrail:
      env.CLOUDTRAIL_BUCKET === ''
        ? null
        : {
            bucket: env.CLOUDTRAIL_BUCKET,
            prefix: env.CLOUDTRAIL_PREFIX,
            organizationId: env.CLOUDTRAIL_ORGANIZATION_ID || null,
          },
  };
};
