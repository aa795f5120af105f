import { parseArgs } from 'node:util';

/** The command was called otherwise than it can be. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What somebody calls: an npm script that writes a folder. */
export interface Command {
  /** As npm knows it, such as `synth:hcl`. */
  readonly script: string;
  /** Where it writes to if nobody says, relative to the project. */
  readonly out: string;
}

const usageOf = ({ script, out }: Command): string =>
  `Usage: npm run ${script} -- [--out DIR]\n  --out DIR  where to write, relative to the project; default ${out}`;

/**
 * @param args what stands behind the command
 * @throws UsageError for anything but one `--out DIR`
 */
export const outFolder = (command: Command, args: readonly string[]): string => {
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
