import { join } from 'node:path';
import ts from 'typescript';
import { bundleFunction } from '../../../stacks/constructs/bundle-function';
import { constantTexts, withPlainKeys } from '../../../stacks/constructs/plain-keys';

const each = (node: ts.Node, visit: (node: ts.Node) => void): void => {
  visit(node);
  node.forEachChild((child) => each(child, visit));
};

/** What the text of a bundle does not say for certain, as a parser reads it. */
const read = (source: string) => {
  const bound = new Map<string, number>();
  const keys: string[] = [];
  const texts = new Map<string, string>();
  each(ts.createSourceFile('handler.js', source, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS), (node) => {
    const isBinding =
      ts.isVariableDeclaration(node) ||
      ts.isParameter(node) ||
      ts.isBindingElement(node) ||
      ts.isFunctionLike(node) ||
      ts.isClassLike(node) ||
      (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken);
    const name = isBinding && (ts.isBinaryExpression(node) ? node.left : node.name);
    if (name && ts.isIdentifier(name)) bound.set(name.text, (bound.get(name.text) ?? 0) + 1);
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer !== undefined)
      if (ts.isStringLiteral(node.initializer)) texts.set(node.name.text, node.initializer.getText());
    if (ts.isComputedPropertyName(node) && ts.isIdentifier(node.expression)) keys.push(node.expression.text);
  });
  return { bound, keys, texts };
};

describe('the constants that are written as keys of the bundle', () => {
  const { source } = bundleFunction(join(__dirname, '..', '..', '..'));
  const constants = constantTexts(source);
  const { bound, keys, texts } = read(source);
  const written = [...source.matchAll(/\[(_\w+)\]:/g)].flatMap(([, name = '']) =>
    constants.has(name) ? [name] : [],
  );

  it('are bound once each, to the text that is written', () => {
    expect(written.length).toBeGreaterThan(100);
    const wrong = [...new Set(written)].filter(
      (name) => bound.get(name) !== 1 || texts.get(name) !== constants.get(name),
    );
    expect(wrong).toEqual([]);
  });

  it('are written where the code has a key, and in no text or comment', () => {
    const ofConstants = keys.filter((name) => constants.has(name));
    expect(ofConstants.toSorted()).toEqual(written.toSorted());
  });
});

it.each([
  ['is assigned twice', 'var _h = "one";\nvar a = { [_h]: 1 };\n_h = "two";\n'],
  ['is not a text', 'var _h = header();\nvar a = { [_h]: 1 };\n'],
  ['is assigned nowhere', 'var a = { [_h]: 1 };\n'],
])('a key whose name %s stays as it is', (_, source) => {
  expect(withPlainKeys(source)).toBe(source);
});
