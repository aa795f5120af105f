import type { InferredOptionTypes, Options } from 'yargs';
import type { ExitCode } from './exit-code';
import type { Terminal } from './terminal';

type Named = Readonly<Record<string, Options>>;

/** One command: its file is in `cli/commands`, and `cli/commands.ts` lists it. */
export interface Command<Of extends Named = Named> {
  /** The name, and its operands as yargs writes them: `check-plan <plans..>`. */
  readonly usage: string;
  /** One line for the list of commands. */
  readonly does: string;
  /** What it is for, what it reads and what it writes; above the options in its help. */
  readonly about: string;
  /** A command line without the program's name, and what it does. */
  readonly examples: readonly (readonly [line: string, does: string])[];
  /** The operands too; yargs calls them positional. */
  readonly operands: Named;
  readonly options: Of;
  readonly run: (given: Readonly<Record<string, unknown>>, terminal: Terminal) => Promise<ExitCode>;
}

/** Checks the types of a command's options against what it does with them. */
export const command = <Operands extends Named, Of extends Named>(
  of: Omit<Command<Of>, 'run' | 'operands'> & {
    readonly operands: Operands;
    readonly run: (
      given: InferredOptionTypes<Operands> & InferredOptionTypes<Of>,
      terminal: Terminal,
    ) => Promise<ExitCode>;
  },
): Command => of as unknown as Command;
