import { functionProcess, type Runtime } from '../../stand-ins/aws-lambda/function-process';
import { lambdaNodeMajor, pathOf, type Tool } from '../tools/tools';
import { interfaceClientProcess } from './interface-client-process';

interface ChosenRuntime {
  readonly tools: readonly Tool[];
  readonly run: Runtime;
}

const RUNTIMES = {
  light: { tools: ['lambda-node'], run: functionProcess },
  // `ric` is what AWS calls its runtime interface client for short.
  ric: {
    tools: ['lambda-node', 'interface-client'],
    run: (settings) => interfaceClientProcess(pathOf('interface-client'), lambdaNodeMajor())(settings),
  },
} satisfies Readonly<Record<string, ChosenRuntime>>;

const isRuntime = (name: string): name is keyof typeof RUNTIMES => Object.hasOwn(RUNTIMES, name);

const chosen = (): ChosenRuntime => {
  const { LAMBDA_RUNTIME: name = 'light' } = process.env;
  if (isRuntime(name)) return RUNTIMES[name];
  throw new Error(`LAMBDA_RUNTIME is "${name}"; one of ${Object.keys(RUNTIMES).join(', ')} is expected`);
};

/** What the runtime needs that `LAMBDA_RUNTIME` chose for this run of the tests. */
export const runtimeTools = (): readonly Tool[] => chosen().tools;

/** The runtime that `LAMBDA_RUNTIME` chose, and the Node it is to run on. */
export const chosenRuntime = (): { readonly runtime: Runtime; readonly node: string } => ({
  runtime: chosen().run,
  node: pathOf('lambda-node'),
});

export const isUnderInterfaceClient = (): boolean => chosen() === RUNTIMES.ric;
