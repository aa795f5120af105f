import { ATTESTATIONS } from '../../stand-ins/attestations';
import { person } from '../../stand-ins/recorded-session/callers';
import type { Stage } from '../../stand-ins/stage';
import { describeOnRuntime } from '../runtime-interface/describe-on-runtime';
import { attestationsOf, openSession, poll, sessionId, trailOf, trails, uploadTranscript } from './sessions';
import { stages } from './stage';

const MEGABYTE = 1024 * 1024;

// A redirect is never followed; whether its request had been sent by then decides whether it is made again. 201 is not believed
// of a transcript that Kosli has not received.
const STATUSES = [400, 401, 403, 404, 413, 429, 500, 502, 503, 302];
/** These send the message back to the queue; after the others the transcript is sent again, 413 smaller. */
const WAITING = [400, 401, 403, 404, 502, 503, 201];

/** A session for each status, whose transcript is answered with it before it was read. */
const uploadAnsweredEarly = async (stage: Stage, statuses: readonly number[], bytes: number, then: Then) => {
  for (const status of statuses) {
    const id = sessionId(status);
    const name = `engineer-${status}`;
    openSession(stage, { sessionId: id, userIdentity: person(name) });
    await uploadTranscript(stage, { id, bytes: Buffer.alloc(bytes, `$ the transcript of ${status}\r\r\n`) });
    // Who and where are reported first.
    const path = `/${trailOf(name)}/generic`;
    stage.kosli.injectFault({ method: 'POST', path, times: 2 }, { kind: 'delay', ms: 0 });
    stage.kosli.injectFault({ method: 'POST', path }, { kind: 'early-answer', status, then });
  }
};
type Then = 'drain' | 'linger' | 'close' | 'reset';

// Once, on Node 24, such an answer ended the process and with it the batch, again and again for 13 days.
describeOnRuntime('an answer that comes before the transcript was read', () => {
  const openStage = stages();

  it.each(
    (['drain', 'linger', 'close', 'reset'] as const).flatMap((then) => [
      { size: '1 byte', bytes: 1, then, statuses: STATUSES },
      { size: '8 MB', bytes: 8 * MEGABYTE, then, statuses: [...STATUSES, 201] },
      { size: '100 MB', bytes: 100 * MEGABYTE, then, statuses: [413] },
    ]),
  )(
    'of $size, on a connection that then does "$then", neither ends the function nor loses evidence',
    async ({ bytes, then, statuses }) => {
      const stage = await openStage();
      await uploadAnsweredEarly(stage, statuses, bytes, then);
      const { outcome, deliveries } = await poll(stage);
      expect(outcome.kind).toBe('returned');
      // Where the connection goes too, the answer may be lost with it; then the transcript is sent again as well.
      if (then === 'drain' || then === 'linger') {
        const waiting = statuses.filter((status) =>
          deliveries.some(({ body, deleted }) => !deleted && body.includes(sessionId(status))),
        );
        const certain = waiting.filter((status) => status !== 302);
        expect(certain).toEqual(statuses.filter((status) => WAITING.includes(status)));
      }
      stage.kosli.clearFaults();
      await stage.mapping.passTime();
      await stage.mapping.poll();
      expect(trails(stage)).toEqual(
        Object.fromEntries(statuses.map((status) => [trailOf(`engineer-${status}`), ATTESTATIONS])),
      );
      for (const status of statuses) {
        const { user_data } = attestationsOf(stage, sessionId(status)).commandLogs;
        expect(user_data).toMatchObject({ size_bytes: bytes });
      }
    },
  );
});
