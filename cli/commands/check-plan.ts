import { readFile, writeFile } from 'node:fs/promises';
import { checkPlans } from '../check-plan/check';
import { FORMATS, type Format, reportAs } from '../check-plan/formats';
import { listRules } from '../check-plan/list-rules';
import type { Plan } from '../check-plan/plan';
import { readPlan } from '../check-plan/read-plan';
import { chosenRules } from '../check-plan/rules';
import { parseWaive, parseWaivers, type Waiver } from '../check-plan/waiver';
import { command } from '../command';
import { CommandError, EXIT } from '../exit-code';

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

const readWaivers = async (file: string): Promise<readonly Waiver[]> => {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new CommandError(`The waivers ${file} cannot be read: ${reasonOf(error)}`);
  });
  return parseWaivers(file, text);
};

const readPlans = async (sources: readonly string[]): Promise<readonly Plan[]> => {
  if (sources.length === 0)
    throw new CommandError(
      'Name a plan: the output of `terraform show -json PLANFILE`, or - for standard input.',
    );
  const repeated = sources.find((source, index) => sources.indexOf(source) < index);
  if (repeated !== undefined) throw new CommandError(`${repeated} is named twice; name each plan once.`);
  const plans: Plan[] = [];
  for (const source of sources) plans.push(await readPlan(source, process.stdin));
  return plans;
};

/** `--json`, of every command, says how results are printed; with a file, `--format` says how that is written. */
const formatOf = (format: Format | undefined, output: string | undefined, json: boolean): Format => {
  if (json && output === undefined && format !== undefined && format !== 'json')
    throw new CommandError(`--json and --format ${format} contradict each other; give one of them.`);
  return format ?? (json ? 'json' : 'text');
};

const ids = { type: 'string', array: true, nargs: 1, default: [] as string[] } as const;

export const checkPlan = command({
  usage: 'check-plan [plans..]',
  does: 'Check before `terraform apply` that ECS clusters log ECS Exec, and other rules of ECS security.',
  about:
    'Reads plans as `terraform show -json` prints them and needs neither AWS nor Kosli. docs/check-plan.md has the rules, the formats and how to waive one.',
  examples: [
    ['check-plan plan.json', 'checks one plan'],
    ['check-plan - < plan.json', 'reads it from standard input'],
    ['check-plan plan.json --format sarif --output plan.sarif', 'writes what GitHub code scanning reads'],
    ['check-plan --list-rules', 'says which rules there are'],
  ],
  operands: {
    plans: {
      type: 'string',
      array: true,
      default: [] as string[],
      describe: 'Output of terraform show -json PLANFILE; - is standard input',
    },
  },
  options: {
    'require-s3': {
      type: 'boolean',
      default: true,
      describe: 'Transcripts have to go to S3; --no-require-s3 allows CloudWatch Logs and DEFAULT',
    },
    'allow-empty': { type: 'boolean', default: false, describe: 'Plans without any ECS cluster are fine' },
    strict: { type: 'boolean', default: false, describe: 'What a plan cannot decide fails' },
    rule: { ...ids, describe: 'Run this rule only (repeatable); all for all of them' },
    skip: { ...ids, describe: 'Do not run this rule (repeatable)' },
    'require-tag': { ...ids, describe: 'A tag that required-tags asks for (repeatable)' },
    waive: { ...ids, describe: 'ADDRESS=RULE:REASON accepts what the rule finds there (repeatable)' },
    waivers: { type: 'string', requiresArg: true, describe: 'A JSON file of waivers' },
    'list-rules': { type: 'boolean', default: false, describe: 'Say which rules there are, and stop' },
    format: { choices: FORMATS, describe: 'How to write the report (text)' },
    output: {
      type: 'string',
      requiresArg: true,
      describe: 'Write the report to this file; what is printed is text then',
    },
  },
  run: async (given, terminal) => {
    if (given['list-rules']) {
      listRules(terminal);
      return EXIT.ok;
    }
    const rules = chosenRules(given.rule, given.skip);
    const waivers = [
      ...given.waive.map(parseWaive),
      ...(given.waivers === undefined ? [] : await readWaivers(given.waivers)),
    ];
    const report = checkPlans(await readPlans(given.plans), {
      rules,
      settings: { requireS3: given['require-s3'], requiredTags: given['require-tag'] },
      waivers,
      strict: given.strict,
      allowEmpty: given['allow-empty'],
      today: new Date().toISOString().slice(0, 10),
    });
    const { output } = given;
    const format = formatOf(given.format, output, 'json' in given && given.json === true);
    if (output !== undefined)
      await writeFile(output, reportAs(format, report, rules)).catch((error: unknown) => {
        throw new CommandError(`The report cannot be written to ${output}: ${reasonOf(error)}`);
      });
    terminal.result(report, () => reportAs(output === undefined ? format : 'text', report, rules));
    return report.ok ? EXIT.ok : EXIT.found;
  },
});
