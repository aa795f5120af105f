import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { listenOnLoopback } from '../../../stand-ins/loopback-server';
import { cleanUpOnExit } from '../cleanup-on-exit';

/** moto's server: AWS's control planes and S3 and SQS, in memory. */
export interface Moto {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

const START_SECONDS = 60;

const freePort = async (): Promise<number> => {
  const { url, close } = await listenOnLoopback(async () => {});
  await close();
  return Number(new URL(url).port);
};

const answers = (url: string): Promise<boolean> =>
  fetch(`${url}/moto-api/data.json`).then(
    ({ ok }) => ok,
    () => false,
  );

const untilItAnswers = async (url: string, server: ChildProcess): Promise<void> => {
  for (let waited = 0; waited < START_SECONDS * 4; waited += 1) {
    if (server.exitCode !== null) throw new Error(`moto_server ended with exit code ${server.exitCode}`);
    if (await answers(url)) return;
    await wait(250);
  }
  throw new Error(`moto_server did not answer at ${url} within ${START_SECONDS} seconds`);
};

/** @param account whose everything is */
export const startMoto = async (executable: string, account: string): Promise<Moto> => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = spawn(executable, ['-H', '127.0.0.1', '-p', String(port)], {
    // A group of its own: the executable may be a wrapper, which would be ended without what it wraps.
    detached: true,
    stdio: 'ignore',
    env: { ...process.env, MOTO_ACCOUNT_ID: account, TZ: 'UTC' },
  });
  const end = () => {
    if (server.pid !== undefined && server.exitCode === null) process.kill(-server.pid, 'SIGKILL');
  };
  const release = cleanUpOnExit(end);
  const stop = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    end();
    await ended;
    release();
  };
  try {
    await untilItAnswers(url, server);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop };
};
