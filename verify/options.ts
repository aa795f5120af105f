import { parseArgs } from 'node:util';
import { dayAfter, isDay } from '../lambda/completeness/day';
import { USAGE } from './usage';

/** Wrong arguments. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What a run is told, by flag or environment. */
export interface VerifyOptions {
  /** UTC days, the oldest first. */
  readonly days: readonly string[];
  readonly accountId: string;
  readonly region: string;
  readonly cloudTrail: {
    /** Null to read event history. */
    readonly bucket: string | null;
    readonly prefix: string;
    readonly organizationId: string | null;
  };
  readonly kosli: { readonly host: string; readonly org: string; readonly flow: string };
  readonly tokenParameter: string;
  readonly trailNameTemplate: string;
  readonly services: readonly string[];
  readonly transcriptGraceMinutes: number;
  readonly offline: string | null;
  readonly save: string | null;
  readonly lists: string | null;
  readonly json: boolean;
}

const MAX_DAYS = 3_660;

const daysBetween = (from: string, to: string): readonly string[] => {
  const days: string[] = [];
  for (let day = from; day <= to && days.length <= MAX_DAYS; day = dayAfter(day)) days.push(day);
  return days;
};

const text = { type: 'string' } as const;
const FLAGS = {
  from: text,
  to: text,
  account: text,
  region: text,
  'cloudtrail-bucket': text,
  'cloudtrail-prefix': text,
  'cloudtrail-organization-id': text,
  'kosli-host': text,
  'kosli-org': text,
  'kosli-flow': text,
  'token-parameter': text,
  'trail-name-template': text,
  service: { type: 'string', multiple: true },
  'grace-minutes': text,
  offline: text,
  save: text,
  lists: text,
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

const parseFlags = (args: readonly string[]) => {
  try {
    return parseArgs({ args: [...args], options: FLAGS }).values;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
  }
};

type Environment = Readonly<Record<string, string | undefined>>;

/** A variable that is empty counts as not set: CI systems pass on what they do not have as an empty one. */
const withoutEmpty = (env: Environment): Environment =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));

/** Only the prefix may be empty, to say that there is none. */
const emptyFlags = (flags: ReturnType<typeof parseFlags>): readonly string[] =>
  Object.entries(flags).flatMap(([flag, value]) =>
    flag !== 'cloudtrail-prefix' && (value === '' || (Array.isArray(value) && value.includes('')))
      ? [`--${flag} is empty; leave it out, or give it a value`]
      : [],
  );

/**
 * @returns null when help was asked for
 * @throws UsageError naming everything that is wrong
 */
export const parseVerifyOptions = (
  args: readonly string[],
  environment: Environment,
): VerifyOptions | null => {
  const flags = parseFlags(args);
  if (flags.help) return null;
  const env = withoutEmpty(environment);
  const problems = [...emptyFlags(flags)];
  const required = (flag: string, value: string | undefined, variable?: string): string => {
    if (value === undefined)
      problems.push(`--${flag} is missing${variable === undefined ? '' : `, and so is ${variable}`}`);
    return value ?? '';
  };
  const day = (flag: 'from' | 'to'): string => {
    const value = required(flag, flags[flag]);
    if (value !== '' && !isDay(value)) problems.push(`--${flag} is "${value}", expected a day as YYYY-MM-DD`);
    return value;
  };
  const [from, to] = [day('from'), day('to')];
  const days = problems.length === 0 ? daysBetween(from, to) : [];
  if (problems.length === 0 && days.length === 0) problems.push(`--to ${to} is before --from ${from}`);
  if (days.length > MAX_DAYS) problems.push(`--from ${from} --to ${to} are more than ${MAX_DAYS} days`);
  const accountId = required('account', flags.account ?? env.AWS_ACCOUNT_ID, 'AWS_ACCOUNT_ID');
  if (accountId !== '' && !/^\d{12}$/.test(accountId)) problems.push('--account must have twelve digits');
  const grace = flags['grace-minutes'] ?? env.TRANSCRIPT_GRACE_MINUTES ?? '180';
  if (!/^\d+$/.test(grace)) problems.push('--grace-minutes must be a whole number');
  if (flags.offline !== undefined && flags.save !== undefined)
    problems.push('--offline and --save exclude each other');
  const trailNameTemplate = flags['trail-name-template'] ?? env.TRAIL_NAME_TEMPLATE ?? '{principalId}';
  if (trailNameTemplate.includes('{service}') && flags.service === undefined)
    problems.push(
      `--service is missing: in the trail name template "${trailNameTemplate}" {service} stands for an ECS service, which ` +
        'CloudTrail does not record. Give --service once for each service that sessions may have been opened in',
    );
  const options: VerifyOptions = {
    days,
    accountId,
    region: required('region', flags.region ?? env.AWS_REGION, 'AWS_REGION'),
    cloudTrail: {
      bucket: flags['cloudtrail-bucket'] ?? env.CLOUDTRAIL_BUCKET ?? null,
      prefix: flags['cloudtrail-prefix'] ?? env.CLOUDTRAIL_PREFIX ?? '',
      organizationId: flags['cloudtrail-organization-id'] ?? env.CLOUDTRAIL_ORGANIZATION_ID ?? null,
    },
    kosli: {
      host: (flags['kosli-host'] ?? env.KOSLI_HOST ?? 'https://app.kosli.com').replace(/\/+$/, ''),
      org:
        flags.offline === undefined
          ? required('kosli-org', flags['kosli-org'] ?? env.KOSLI_ORG, 'KOSLI_ORG')
          : '',
      flow:
        flags.offline === undefined
          ? required('kosli-flow', flags['kosli-flow'] ?? env.KOSLI_FLOW, 'KOSLI_FLOW')
          : '',
    },
    tokenParameter: flags['token-parameter'] ?? env.KOSLI_API_TOKEN_PARAMETER ?? 'kosli_api_token',
    trailNameTemplate,
    services: flags.service ?? [],
    transcriptGraceMinutes: Number(grace),
    offline: flags.offline ?? null,
    save: flags.save ?? null,
    lists: flags.lists ?? null,
    json: flags.json ?? false,
  };
  if (problems.length > 0) throw new UsageError(`${problems.join('\n')}\n\n${USAGE}`);
  return options;
};
