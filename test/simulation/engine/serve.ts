import { setTimeout as wait } from 'node:timers/promises';
import { type Answer, type Call, openGateway } from './gateway';

/** The outside world after the simulation: it answers at once, and time stands still. */
export interface Served {
  readonly url: string;
  readonly close: () => Promise<void>;
}

export const serve = async (answer: (call: Call) => Promise<Answer>): Promise<Served> => {
  const gateway = await openGateway();
  let isOpen = true;
  const serving = (async () => {
    while (isOpen) {
      const calls = gateway.takeCalls();
      for (const call of calls) call.answer(await answer(call));
      if (calls.length === 0) await wait(1);
    }
  })();
  return {
    url: gateway.url,
    close: async () => {
      isOpen = false;
      await serving;
      gateway.close();
    },
  };
};
