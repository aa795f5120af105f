import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { basename } from 'node:path';
import { cleanUpOnExit } from '../cleanup-on-exit';

/** Terraform failed, or cdktf, which runs it. */
export class TerraformError extends Error {
  override readonly name = 'TerraformError';

  constructor(executable: string, command: readonly string[], folder: string, output: string) {
    super(`${basename(executable)} ${command.join(' ')} failed in ${folder}:\n${output.trim()}`);
  }
}

export interface Ran {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Terraform in one folder, or something that is called like it. */
export interface Terraform {
  readonly folder: string;
  /** @throws TerraformError unless it exits with 0; returns what it printed */
  readonly run: (...command: readonly string[]) => Promise<string>;
  /** Whatever its exit code. */
  readonly attempt: (...command: readonly string[]) => Promise<Ran>;
  /** @throws TerraformError */
  readonly json: (...command: readonly string[]) => Promise<unknown>;
}

export type Environment = Readonly<Record<string, string | undefined>>;

const text = async (stream: NodeJS.ReadableStream): Promise<string> => {
  const chunks: string[] = [];
  for await (const chunk of stream) chunks.push(String(chunk));
  return chunks.join('');
};

export const terraformIn = (executable: string, folder: string, env: Environment): Terraform => {
  const attempt = async (...command: readonly string[]): Promise<Ran> => {
    const child = spawn(executable, command, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const release = cleanUpOnExit(() => child.kill('SIGTERM'));
    const [stdout, stderr] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close'),
    ]);
    release();
    return { exitCode: child.exitCode, stdout, stderr };
  };
  const run = async (...command: readonly string[]): Promise<string> => {
    const { exitCode, stdout, stderr } = await attempt(...command);
    if (exitCode !== 0) throw new TerraformError(executable, command, folder, `${stdout}${stderr}`);
    return stdout;
  };
  return {
    folder,
    run,
    attempt,
    json: async (...command) => JSON.parse(await run(...command)),
  };
};
