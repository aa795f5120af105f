import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ATTESTATIONS, TRANSCRIPT_ATTESTATIONS } from '../../stand-ins/attestations';
import { person } from '../../stand-ins/recorded-session/callers';
import { describeOnRuntime } from '../runtime-interface/describe-on-runtime';
import {
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

describeOnRuntime('evidence is on the trail once', () => {
  const openStage = stages();
  const ONCE = { [trailOf('alice')]: ATTESTATIONS };

  it('when the same message is delivered twice', async () => {
    const stage = await openStage();
    await endSession(stage);
    const { deliveries } = await poll(stage);
    await send(stage, deliveries[0]?.body ?? '');
    expect((await poll(stage)).deliveries).toMatchObject([{ deleted: true }]);
    expect(trails(stage)).toEqual(ONCE);
  });

  it('when one batch holds the same message twice', async () => {
    const stage = await openStage();
    await uploadTranscript(stage);
    const { deliveries } = await poll(stage);
    await send(stage, deliveries[0]?.body ?? '');
    await stage.mapping.passTime();
    openSession(stage);
    expect((await poll(stage)).deliveries).toHaveLength(2);
    expect(trails(stage)).toEqual(ONCE);
  });

  it('when Kosli stored it and the connection broke before it could say so', async () => {
    const stage = await openStage();
    await endSession(stage);
    stage.kosli.injectFault({ method: 'PUT' }, { kind: 'store-then-reset' });
    stage.kosli.injectFault({ method: 'POST', times: 3 }, { kind: 'store-then-reset' });
    for (let receive = 1; receive <= 4; receive += 1) {
      await poll(stage);
      await stage.mapping.passTime();
    }
    expect(trails(stage)).toEqual(ONCE);
  });

  // Once Kosli was looked at within a second, when it had nothing yet, and the same evidence was sent again.
  it.each([502, 503, 504, 'reset'] as const)(
    'when a proxy answered %s while Kosli was still storing it: it is looked for later',
    async (status) => {
      const stage = await openStage();
      await endSession(stage);
      // Another transcript of the session, in the same batch, must not look at once either.
      await uploadTranscript(stage, { bytes: Buffer.from('$ another transcript') });
      stage.kosli.injectFault({ method: 'POST' }, { kind: 'store-later', status, ms: 2_000 });
      expect((await poll(stage)).deliveries).toMatchObject(
        Array(2).fill({ deleted: false, hiddenForSeconds: 120 }),
      );
      await new Promise((later) => setTimeout(later, 2_500));
      await stage.mapping.passTime();
      await poll(stage);
      expect(trails(stage)).toEqual({
        [trailOf('alice')]: [...ATTESTATIONS, ...TRANSCRIPT_ATTESTATIONS, 'transcript-replaced'],
      });
    },
  );

  it('when the function dies in the middle of a batch', async () => {
    const stage = await openStage();
    for (const [n, name] of ['alice', 'bob', 'carol'].entries())
      await endSession(stage, { sessionId: sessionId(n), userIdentity: person(name) });
    // Two of each session's three come before its transcript is there.
    stage.kosli.injectFault({ method: 'POST', times: 7 }, { kind: 'delay', ms: 0 });
    stage.kosli.injectFault({ method: 'POST' }, { kind: 'store-then-reset', meanwhile: stage.reporter.kill });
    const { outcome, deliveries } = await poll(stage);
    expect([outcome.kind, deliveries.map(({ deleted }) => deleted)]).toEqual([
      'crashed',
      [false, false, false],
    ]);
    expect(await readdir(join(stage.disk, 'transcripts'))).not.toEqual([]);
    await stage.mapping.passTime();
    await poll(stage);
    expect(trails(stage)).toEqual({
      [trailOf('alice')]: ATTESTATIONS,
      [trailOf('bob')]: ATTESTATIONS,
      [trailOf('carol')]: ATTESTATIONS,
    });
    // Lambda hands the next function the same disk, which a few dead ones would fill.
    expect(await readdir(join(stage.disk, 'transcripts'))).toEqual([]);
  });

  it('but a transcript with other content is evidence of its own', async () => {
    const stage = await openStage();
    await endSession(stage);
    await poll(stage);
    await uploadTranscript(stage, { bytes: Buffer.from('somebody wrote over the transcript') });
    await poll(stage);
    expect(trails(stage)).toEqual({
      [trailOf('alice')]: [...ATTESTATIONS, ...TRANSCRIPT_ATTESTATIONS, 'transcript-replaced'],
    });
  });
});
