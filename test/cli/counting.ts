import { command } from '../../cli/command';
import { CommandError, EXIT } from '../../cli/exit-code';
import { runProgram } from '../../cli/run-program';

const count = command({
  usage: 'count <files..>',
  does: 'Counts files.',
  about: 'Counts the files it is given.',
  examples: [['count a b', 'counts two']],
  operands: { files: { type: 'string', array: true, demandOption: true, describe: 'Files' } },
  options: { most: { type: 'number', default: 3, describe: 'More than this is wrong' } },
  run: async ({ files, most }, terminal) => {
    if (files.includes('none')) throw new CommandError('none is not a file, expected a file');
    const [, quoted] = /^quote:(.*)$/s.exec(files[0] ?? '') ?? [];
    if (quoted !== undefined) {
      terminal.remark(`remark ${quoted}`);
      throw new CommandError(`error ${quoted}`);
    }
    terminal.result({ files: files.length, first: files[0] }, () =>
      files[0] === 'long' ? `${'x'.repeat(999)}\n`.repeat(1_000) : `${files.length} files`,
    );
    return files.length > most ? EXIT.found : EXIT.ok;
  },
});

// A command line with one command, for the tests: yargs is an ES module only, which jest does not load.
void runProgram([count], '1.2.3');
