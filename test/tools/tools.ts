import { join } from 'node:path';
import { chromiumExecutable } from '../../scripts/chromium-executable';
import { installProvider, onPath } from '../deploy/requirements';
import { type Found, foundOnce } from './found';
import { interfaceClient } from './interface-client';
import { nodeExecutable } from './node-executable';

/** The major version of Node that the function is tested on; the stack asks for 24. */
export const lambdaNodeMajor = (): number => {
  const { LAMBDA_NODE_MAJOR: given = '24' } = process.env;
  if (!/^[1-9]\d*$/.test(given)) {
    throw new Error(`LAMBDA_NODE_MAJOR is "${given}"; a major version of Node is expected, such as 24`);
  }
  return Number(given);
};

const andThen = (found: Found, next: (at: string) => Found): Found =>
  'at' in found ? next(found.at) : found;

export type Tool = 'python3' | 'terraform' | 'aws-provider' | 'lambda-node' | 'interface-client' | 'chromium';

/** All that a test can need and no dependency brings: a test is skipped for want of one of these, or not at all. */
const TOOLS: Readonly<Record<Tool, (folder: string) => Found>> = {
  python3: () => {
    const at = onPath('python3');
    return at === undefined ? { missing: 'python3 is not on PATH' } : { at };
  },
  chromium: () => {
    const at = chromiumExecutable();
    return at === null ? { missing: 'chromium is not on PATH, and CHROMIUM does not name one' } : { at };
  },
  terraform: () => {
    const at = onPath('terraform');
    return at === undefined ? { missing: 'terraform is not on PATH' } : { at };
  },
  /** A Terraform root with the provider installed. */
  'aws-provider': (folder) =>
    andThen(find('terraform'), (terraform) => {
      const at = join(folder, 'aws-provider');
      const missing = installProvider(terraform, at);
      return missing === null ? { at } : { missing };
    }),
  /** Node as the function has it. */
  'lambda-node': () => nodeExecutable(lambdaNodeMajor()),
  /** The entry point of AWS's runtime interface client. */
  'interface-client': () => andThen(find('lambda-node'), interfaceClient),
};

export const find = (tool: Tool): Found => foundOnce(tool, TOOLS[tool]);

/** Where a tool is that the tests of this block were said to need. */
export const pathOf = (tool: Tool): string => {
  const found = find(tool);
  if ('missing' in found) throw new Error(found.missing);
  return found.at;
};

const reasonWithout = (tools: readonly Tool[]): string | undefined =>
  tools.map(find).flatMap((found) => ('missing' in found ? [found.missing] : []))[0];

/**
 * `describe` for tests that need tools. Where one is missing they are skipped, and the name says why: scripts/run-jest.mjs
 * takes no other skip in CI.
 */
export const describeWith = (...tools: readonly Tool[]): jest.Describe => {
  const reason = reasonWithout(tools);
  if (reason === undefined) return describe;
  const skip = (
    name: number | string | jest.FunctionLike | ((...args: never[]) => unknown),
    tests: () => void,
  ) => describe.skip(`${String(name)} [${reason}]`, tests);
  return Object.assign(skip, { only: describe.skip, skip: describe.skip, each: describe.skip.each });
};
