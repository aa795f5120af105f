import { once } from 'node:events';
import { clearInterval, setInterval } from 'node:timers';
import { type LoopbackServer, listenOnLoopback, readBody } from '../stand-ins/loopback-server';

export interface SlowService extends LoopbackServer {
  readonly wasAsked: Promise<void>;
}

/** A service that answers nothing, or a byte now and then for ever. */
export const openSlow = async (drips: boolean): Promise<SlowService> => {
  let asked = () => {};
  const wasAsked = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const server = await listenOnLoopback(async (request, response) => {
    await readBody(request);
    if (drips) response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
    const dripping = drips ? setInterval(() => response.write(' '), 20) : undefined;
    asked();
    await once(response, 'close');
    clearInterval(dripping);
  });
  return { ...server, wasAsked };
};

/** Replaces what waits with jest's timers; sockets and the time of day go on. */
export const withoutWaiting = (): void =>
  void jest.useFakeTimers({
    doNotFake: ['Date', 'performance', 'nextTick', 'setImmediate', 'queueMicrotask', 'hrtime'],
  });
