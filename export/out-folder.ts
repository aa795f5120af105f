import { parseArgs } from 'node:util';

/** Wrong arguments of a command. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** An npm script that writes a folder. */
export interface Command {
  /** Its name, such as `synth:hcl`. */
  readonly script: string;
  /** Where it writes by default, relative to the project. */
  readonly out: string;
}

const usageOf = ({ script, out }: Command): string =>
  `Usage: npm run ${script} -- [--out DIR]\n  --out DIR  where to write, relative to the project; default ${out}`;

/**
 * The folder a command is to write.
 *
 * @param args the arguments of the command
 * @throws UsageError for anything but one `--out DIR`
 */
export const parseOutFolder = (command: Command, args: readonly string[]): string => {
  const usage = usageOf(command);
  try {
    const { values } = parseArgs({ args: [...args], options: { out: { type: 'string', multiple: true } } });
    const [out = command.out, ...others] = values.out ?? [];
    if (others.length > 0) throw new Error('--out was given more than once');
    if (out.trim() === '') throw new Error('--out was given without a folder');
    return out;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  }
};
