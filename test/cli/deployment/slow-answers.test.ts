import { doctor } from '../../../cli/commands/doctor';
import { sessions } from '../../../cli/commands/sessions';
import { CommandError } from '../../../cli/exit-code';
import { openSlow, type SlowService, withoutWaiting } from '../../slow-service';
import { accountsOnStage, runCommand } from '../account-on-stage';
import { setEnvironment } from '../environment';

describe.each([
  ['hangs', false],
  ['comes byte by byte', true],
])('an answer of AWS that %s', (_, drips) => {
  const openAccount = accountsOnStage();
  let slow: SlowService;
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
      withoutWaiting();
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
