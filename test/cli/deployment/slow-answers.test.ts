import { once } from 'node:events';
import { clearInterval, setInterval } from 'node:timers';
import { doctor } from '../../../cli/commands/doctor';
import { sessions } from '../../../cli/commands/sessions';
import { CommandError } from '../../../cli/exit-code';
import { type LoopbackServer, listenOnLoopback, readBody } from '../../../stand-ins/loopback-server';
import { accountsOnStage, runCommand } from '../account-on-stage';
import { setEnvironment } from '../environment';

/** A service that answers nothing, or a byte now and then for ever. */
const openSlow = async (drips: boolean) => {
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

describe.each([
  ['hangs', false],
  ['comes byte by byte', true],
])('an answer of AWS that %s', (_, drips) => {
  const openAccount = accountsOnStage();
  let slow: LoopbackServer & { readonly wasAsked: Promise<void> };
  let restore = () => {};
  beforeEach(async () => {
    slow = await openSlow(drips);
  });
  afterEach(async () => {
    jest.useRealTimers();
    restore();
    await slow.close();
  });

  it.each([
    ['CLOUDTRAIL', 'LookupEvents', sessions],
    ['LAMBDA', 'GetFunctionConfiguration', doctor],
  ] as const)(
    'ends the command after 60 seconds, and it says what was asked: %s',
    async (service, operation, command) => {
      await openAccount();
      restore = setEnvironment({ [`AWS_ENDPOINT_URL_${service}`]: slow.url });
      // Only what waits; sockets and the time of day go on.
      jest.useFakeTimers({
        doNotFake: ['Date', 'performance', 'nextTick', 'setImmediate', 'queueMicrotask', 'hrtime'],
      });
      const failure = runCommand(command).then(
        () => null,
        (error: unknown) => error,
      );
      await slow.wasAsked;
      await jest.advanceTimersByTimeAsync(60_000);
      const error = await failure;
      expect(error).toBeInstanceOf(CommandError);
      expect(String(error)).toMatch(new RegExp(`${operation}.* did not answer: .*60 seconds`));
    },
  );
});
