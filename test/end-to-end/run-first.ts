import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Stage } from '../../stand-ins/stage';

/**
 * Has the function run other code before its own, from its next start on, which is cold.
 *
 * @param code the body of an async function; what it returns is returned instead of the function's own result
 * @returns what puts the package back as it was
 */
export const runFirst = async ({ applied, reporter }: Stage, code: string): Promise<() => Promise<void>> => {
  const [file, name] = applied.function.handler.split('.');
  const path = join(applied.function.taskRoot, `${file}.js`);
  const source = await readFile(path, 'utf8');
  const install = async (text: string) => {
    await writeFile(path, text);
    await reporter.close();
  };
  const original = `const original = { exports: {} };\n((exports, module) => {${source}\n})(original.exports, original);`;
  await install(
    `${original}\nexports.${name} = async (event, context) => { ${code}\nreturn original.exports.${name}(event, context); };`,
  );
  return () => install(source);
};
