import yargs, { type Argv } from 'yargs';
import type { Command } from './command';
import { CommandError, EXIT, type ExitCode } from './exit-code';
import { plainLine, plainLines } from './plain-text';
import { openTerminal, type Streams, type Terminal, writeLine } from './terminal';

const PROGRAM = 'ecs-exec-evidence';

const EXIT_CODES = `Exit codes: ${EXIT.ok} all is well, ${EXIT.found} something is wrong, ${EXIT.failed} it could not be done.`;

// yargs drops a lone `-` among operands, which stands for standard input, so it does not see one.
const LONE_DASH = '\u0000-';
const hidden = (arg: string): string => (arg === '-' ? LONE_DASH : arg);
const restored = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(restored);
  return value === LONE_DASH ? '-' : value;
};

/** What yargs quotes of arguments, without line ends that are not its own. */
const inOneLine = (output: string, args: readonly string[]): string =>
  args
    .map((arg) => arg.replace(/^-+/, ''))
    .flatMap((arg) => [arg, ...arg.split('=')])
    .filter((quoted) => quoted.includes('\n'))
    .reduce((text, quoted) => text.replaceAll(quoted, plainLine(quoted)), output);

const declare = <Given>(
  parser: Argv<Given>,
  one: Command,
  run: (given: Record<string, unknown>) => Promise<void>,
): void => {
  parser.command(
    one.usage,
    one.does,
    (own) => {
      own.usage(`$0 ${one.usage}\n\n${one.about}`).epilogue(EXIT_CODES).options(one.options);
      for (const [name, operand] of Object.entries(one.operands)) {
        const { demandOption: _, ...described } = operand;
        own.positional(name, described as Parameters<typeof own.positional>[1]);
      }
      for (const [line, does] of one.examples) own.example(`$0 ${line}`, does);
      return own;
    },
    run,
  );
};

/**
 * Runs the command that the arguments name.
 *
 * @returns the exit code; what went wrong was said on `err`
 */
export const runCommandLine = async (
  commands: readonly Command[],
  args: readonly string[],
  version: string,
  streams: Streams,
): Promise<ExitCode> => {
  let code: ExitCode = EXIT.ok;
  const terminalOf = (given: Record<string, unknown>): Terminal =>
    openTerminal(streams, { json: given.json === true });
  const parser = yargs()
    .scriptName(PROGRAM)
    .usage('$0 <command>\n\nLooks after the evidence of ECS Exec sessions on Kosli.')
    .option('json', { type: 'boolean', default: false, describe: 'Results as JSON, for machines' })
    .demandCommand(1, 'Name a command.')
    .strict()
    .recommendCommands()
    .wrap(100)
    .version(version)
    .completion('completion', 'Print a completion script for bash or zsh')
    .epilogue(`${EXIT_CODES} AWS credentials and region come from where the AWS CLI has them.`)
    .exitProcess(false);
  for (const one of commands)
    declare(parser, one, async (given) => {
      const values = Object.entries(given).map(([name, value]) => [name, restored(value)]);
      code = await one.run(Object.fromEntries(values), terminalOf(given));
    });
  try {
    await parser.parse(args.map(hidden), {}, (error, _given, output) => {
      if (output !== '')
        (error ? streams.err : streams.out).write(`${plainLines(inOneLine(output, args))}\n`);
      // With a callback yargs reports a mistake of usage here and goes on.
      if (error) code = EXIT.failed;
    });
  } catch (error) {
    writeLine(streams.err, error instanceof CommandError ? error.message : String(error));
    return EXIT.failed;
  }
  return code;
};
