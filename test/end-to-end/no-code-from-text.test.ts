import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { ATTESTATIONS } from '../../stand-ins/attestations';
import { functionProcess } from '../../stand-ins/aws-lambda/function-process';
import { describeOnRuntime } from '../runtime-interface/describe-on-runtime';
import { endSession, poll, trailOf, trails } from './sessions';
import { stages } from './stage';

const PROJECT = join(__dirname, '../..');
const DELIVERED = ['lambda', 'stacks', 'cli', 'verify', 'export', 'policy'];

/** Where a text calls `eval` or `Function`, or asks for a module that runs text. */
const codeFromText = (file: string, text: string): readonly string[] => {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  const found: string[] = [];
  const note = (node: ts.Node): void => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
    found.push(`${file}:${line + 1}: ${node.getText(source).slice(0, 60)}`);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      const { expression } = node;
      if (ts.isIdentifier(expression) && ['eval', 'Function'].includes(expression.text)) note(node);
    }
    if (ts.isStringLiteral(node) && ['vm', 'node:vm'].includes(node.text)) note(node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
};

describeOnRuntime('code made from text', () => {
  it('would be found', () => {
    const text = 'eval("1");\nnew Function("1")();\nFunction("1");\nimport "node:vm";\nevaluate(Function);';
    expect(codeFromText('x.ts', text)).toHaveLength(4);
  });

  it('is nowhere in what this project delivers', () => {
    const files = DELIVERED.flatMap((folder) =>
      readdirSync(join(PROJECT, folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => /\.(ts|js)$/.test(file))
        .map((file) => join(folder, file)),
    );
    expect(files.length).toBeGreaterThan(200);
    expect(files.flatMap((file) => codeFromText(file, readFileSync(join(PROJECT, file), 'utf8')))).toEqual(
      [],
    );
  });
});

describeOnRuntime("the function's package", () => {
  const openStage = stages();

  it('makes no code from text, in its own code or that of others', async () => {
    const stage = await openStage();
    const { taskRoot } = stage.applied.function;
    const files = readdirSync(taskRoot).filter((file) => file.endsWith('.js'));
    expect(files).toContain('handler.js');
    for (const file of files)
      expect(codeFromText(file, readFileSync(join(taskRoot, file), 'utf8'))).toEqual([]);
  });

  it('reports a session where Node forbids it', async () => {
    const stage = await openStage({
      runtime: (settings) =>
        functionProcess({
          ...settings,
          environment: { ...settings.environment, NODE_OPTIONS: '--disallow-code-generation-from-strings' },
        }),
    });
    await endSession(stage);
    await poll(stage);
    expect(trails(stage)).toEqual({ [trailOf('alice')]: ATTESTATIONS });
  });
});
