import { awsSources } from './aws-sources';
import { copiedSources, readList, savingSources } from './copies';
import { type DayResult, exitCodeOf } from './finding';
import { kosliSource, readToken } from './kosli-source';
import { parseVerifyOptions, UsageError, type VerifyOptions } from './options';
import { linesOf } from './print';
import { type Sources, UncheckableError } from './sources';
import { USAGE } from './usage';
import { verifyDay } from './verify-day';

/** Where a run reads its settings and says what it finds. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A line on standard output. */
  readonly say: (line: string) => void;
  /** A line on standard error. */
  readonly progress: (line: string) => void;
}

/** Lists that were downloaded to this folder, and then those that `sources` have. */
const withLists = (folder: string, sources: Sources): Sources => ({
  ...sources,
  list: async (trail, revision) => (await readList(folder, trail, revision)) ?? sources.list(trail, revision),
});

const openOnline = async (options: VerifyOptions, env: Terminal['env']): Promise<Sources> => {
  const { region, cloudTrail, kosli } = options;
  const token = await readToken(env.KOSLI_API_TOKEN, region, options.tokenParameter);
  return {
    ...awsSources(region, cloudTrail.bucket),
    ...kosliSource(kosli, token),
    list: async () => null,
  };
};

const openSources = async (options: VerifyOptions, env: Terminal['env']): Promise<Sources> => {
  const { cloudTrail, offline, save, lists } = options;
  const opened =
    offline === null ? await openOnline(options, env) : copiedSources(offline, cloudTrail.bucket);
  const sources = lists === null ? opened : withLists(lists, opened);
  return save === null ? sources : savingSources(save, sources);
};

const RESULTS = { 0: 'match', 1: 'mismatch', 2: 'unchecked' } as const;

const verifyDays = async (options: VerifyOptions, { env, say, progress }: Terminal): Promise<0 | 1 | 2> => {
  const sources = await openSources(options, env);
  const { accountId, region, cloudTrail, trailNameTemplate, services, transcriptGraceMinutes } = options;
  const { prefix, organizationId } = cloudTrail;
  const rules = {
    trailNameTemplate,
    services,
    transcriptGraceMinutes,
    folder: { prefix, organizationId, accountId, region },
    now: new Date(),
  };
  const days: DayResult[] = [];
  for (const date of options.days) {
    const day = await verifyDay(sources, rules, date, progress);
    days.push(day);
    if (!options.json) for (const line of linesOf(day)) say(line);
  }
  const code = exitCodeOf(days);
  if (options.json) say(JSON.stringify({ result: RESULTS[code], days }, null, 2));
  return code;
};

/** Runs the command with these arguments; the result is its exit code. */
export const run = async (args: readonly string[], terminal: Terminal): Promise<0 | 1 | 2> => {
  try {
    const options = parseVerifyOptions(args, terminal.env);
    if (options !== null) return await verifyDays(options, terminal);
    terminal.say(USAGE);
    return 0;
  } catch (error) {
    if (!(error instanceof UncheckableError) && !(error instanceof UsageError)) throw error;
    terminal.progress(error.message);
    return 2;
  }
};
