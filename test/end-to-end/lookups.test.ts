import { apiCallEvent } from '../../stand-ins/aws/api-call-event';
import { person } from '../../stand-ins/recorded-session/callers';
import { executeCommandRecord } from '../../stand-ins/recorded-session/execute-command-record';
import type { Stage } from '../../stand-ins/stage';
import { describeOnRuntime } from '../runtime-interface/describe-on-runtime';
import {
  attestationsOf,
  endSession,
  openSession,
  poll,
  send,
  sessionId,
  trailOf,
  trails,
  uploadTranscript,
} from './sessions';
import { stages } from './stage';

const lookups = ({ cloudtrail }: Stage): number =>
  cloudtrail.calls.filter(({ operation }) => operation === 'LookupEvents').length;

describeOnRuntime('event history, which allows two calls a second,', () => {
  const openStage = stages();

  it('is asked once for a caller, however often the message comes back while Kosli is down', async () => {
    const stage = await openStage();
    await endSession(stage);
    stage.kosli.injectFault(
      { method: 'PUT', times: 100 },
      { kind: 'answer', status: 503, headers: { 'retry-after': '60' } },
    );
    for (let receive = 1; receive <= 4; receive += 1) {
      await poll(stage);
      await stage.mapping.passTime();
    }
    stage.kosli.clearFaults();
    await poll(stage);
    expect(Object.keys(trails(stage))).toEqual([trailOf('alice')]);
    expect(lookups(stage)).toBe(1);
  });

  it('is asked once for ten sessions that end one after another', async () => {
    const stage = await openStage();
    const ids = Array.from({ length: 10 }, (_, number) => sessionId(number));
    for (const id of ids) openSession(stage, { sessionId: id });
    for (const id of ids) {
      await uploadTranscript(stage, { id });
      await poll(stage);
    }
    for (const id of ids) attestationsOf(stage, id);
    expect(lookups(stage)).toBe(1);
  });

  it('is asked for a session although a message said who opened it, for a message may be forged', async () => {
    const stage = await openStage();
    const record = executeCommandRecord({ sessionId: sessionId(), userIdentity: person('mallory') });
    await send(stage, JSON.stringify(apiCallEvent(record)));
    await poll(stage);
    await endSession(stage);
    await poll(stage);
    expect(trails(stage)[trailOf('alice')]).toContain('command-logs');
    expect(lookups(stage)).toBe(1);
  });
});
