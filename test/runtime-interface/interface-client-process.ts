import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import {
  type FunctionSettings,
  functionArn,
  type Outcome,
  type Runtime,
} from '../../stand-ins/aws-lambda/function-process';
import { type Answer, type ErrorReport, openRuntimeApi, type RuntimeApi } from './runtime-api';

// https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html: Lambda gives initialisation 10 seconds.
const INITIALISATION_MS = 10_000;

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
const reservedVariables = (settings: FunctionSettings, nodeMajor: number, runtimeApi: string) => ({
  _HANDLER: settings.handler,
  AWS_EXECUTION_ENV: `AWS_Lambda_nodejs${nodeMajor}.x`,
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.memoryMb),
  AWS_LAMBDA_FUNCTION_NAME: settings.name,
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${settings.name}`,
  AWS_LAMBDA_LOG_STREAM_NAME: '2026/11/21/[$LATEST]0123456789abcdef0123456789abcdef',
  AWS_LAMBDA_RUNTIME_API: runtimeApi,
  LAMBDA_RUNTIME_DIR: '/var/runtime',
  LAMBDA_TASK_ROOT: settings.taskRoot,
  LANG: 'en_US.UTF-8',
  PATH: '/usr/local/bin:/usr/bin/:/bin:/opt/bin',
  TZ: ':UTC',
});

/** The most memory a process ever held, which Linux counts from the moment it began to run its program. */
const memoryOf = ({ pid }: ChildProcess): number => {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
};

const inWords = ({ errorType, errorMessage }: ErrorReport): string => `${errorType}: ${errorMessage}`;

const outcomeOf = (answer: Answer, largestMemoryBytes: number): Outcome =>
  answer.kind === 'response'
    ? { kind: 'returned', result: answer.result, largestMemoryBytes }
    : { kind: 'threw', error: inWords(answer.error), largestMemoryBytes };

const exitOf = ({ exitCode, signalCode }: ChildProcess): string =>
  `Runtime.ExitError: Runtime exited with error: ${exitCode === null ? `signal: ${signalCode}` : `exit status ${exitCode}`}`;

interface Running {
  readonly process: ChildProcess;
  readonly api: RuntimeApi;
  readonly ended: Promise<unknown>;
}

/**
 * A function under AWS's runtime interface client, which is what calls it in Lambda; this plays the rest of Lambda. Between
 * invocations the process is frozen.
 *
 * @param client the entry point of package `aws-lambda-ric`
 * @param nodeMajor the major version of the Node executable
 */
export const interfaceClientProcess =
  (client: string, nodeMajor: number): Runtime =>
  (settings) => {
    let running: Running | null = null;
    let log = '';
    let loadedIn: number | null = null;
    let largestMemoryBytes = 0;
    /** Why the process was ended; null when it ended by itself. */
    let endedFor: string | null = null;

    const start = async (): Promise<Running> => {
      const api = await openRuntimeApi(() => {
        largestMemoryBytes = memoryOf(child);
      });
      const child = spawn(settings.node, [client], {
        cwd: settings.taskRoot,
        env: { ...settings.environment, ...reservedVariables(settings, nodeMajor, api.address) },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const write = (chunk: Buffer) => {
        log += chunk.toString();
      };
      child.stdout.on('data', write);
      child.stderr.on('data', write);
      const ended = once(child, 'close').then(async () => {
        running = null;
        await api.close();
      });
      return { process: child, api, ended };
    };

    const end = (reason: string): void => {
      endedFor = reason;
      running?.process.kill('SIGKILL');
    };

    const within = async (milliseconds: number, reason: string, wait: Promise<unknown>): Promise<void> => {
      const timer = setTimeout(() => end(reason), milliseconds);
      await wait.finally(() => clearTimeout(timer));
    };

    const crashOf = ({ api, process }: Running): Outcome => {
      const initError = api.initError();
      const error = initError === null ? (endedFor ?? exitOf(process)) : inWords(initError);
      return { kind: 'crashed', error };
    };

    const initialise = async (): Promise<Running> => {
      endedFor = null;
      const began = performance.now();
      const started = await start();
      running = started;
      const ready = Promise.race([started.api.waiting(), started.ended]);
      await within(INITIALISATION_MS, 'Sandbox.Timedout: Init timed out after 10.00 seconds', ready);
      loadedIn = performance.now() - began;
      return started;
    };

    const timedOut = `Sandbox.Timedout: Task timed out after ${settings.timeoutSeconds.toFixed(2)} seconds`;

    return {
      invoke: async (event) => {
        const on = running ?? (await initialise());
        if (running === null) return crashOf(on);
        const milliseconds = settings.timeoutSeconds * 1000;
        on.process.kill('SIGCONT');
        on.api.hand({
          requestId: randomUUID(),
          functionArn: functionArn(settings),
          deadline: Date.now() + milliseconds,
          event,
        });
        await within(milliseconds, timedOut, Promise.race([on.api.waiting(), on.ended]));
        const answer = on.api.answer();
        if (answer === null) return crashOf(on);
        const outcome = outcomeOf(answer, largestMemoryBytes);
        on.process.kill('SIGSTOP');
        return outcome;
      },
      kill: () => end('Runtime.ExitError: Runtime exited with error: signal: killed'),
      logs: () => log,
      loadedIn: () => loadedIn,
      close: async () => {
        const last = running;
        end('the function was closed');
        await last?.ended;
      },
    };
  };
