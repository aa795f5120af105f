import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ATTESTATIONS, IDENTITY_ATTESTATIONS, TRANSCRIPT_ATTESTATIONS } from '../../stand-ins/attestations';
import { person } from '../../stand-ins/recorded-session/callers';
import { describeOnRuntime } from '../runtime-interface/describe-on-runtime';
import { endSession, openSession, poll, sessionId, trailOf, trails, uploadTranscript } from './sessions';
import { stages } from './stage';

const MEGABYTE = 1024 * 1024;
// 20 seconds are kept for handing back, so these are left for the work.
const SECONDS_OF_WORK = 4;

describeOnRuntime('a function that runs out of time', () => {
  const openStage = stages();
  const open = () => openStage({ timeoutSeconds: 20 + SECONDS_OF_WORK });
  const BOTH = { [trailOf('alice')]: ATTESTATIONS, [trailOf('bob')]: ATTESTATIONS };

  it('hands back what it could not finish before Lambda ends it, and loses nothing', async () => {
    const stage = await open();
    await endSession(stage, { sessionId: sessionId(1), userIdentity: person('alice') });
    await endSession(stage, { sessionId: sessionId(2), userIdentity: person('bob') });
    stage.kosli.injectFault({ method: 'PUT', times: 2 }, { kind: 'delay', ms: 8_000 });
    const { outcome, deliveries } = await poll(stage);
    expect(outcome.kind).toBe('returned');
    expect(deliveries).toMatchObject(Array(2).fill({ deleted: false, hiddenForSeconds: 30 }));
    stage.kosli.clearFaults();
    await stage.mapping.passTime();
    await poll(stage);
    expect(trails(stage)).toEqual(BOTH);
  });

  // Once, on Node 24, the signal that ends the work was collected with the request it was given to, and nothing was handed back.
  it.each([
    ['uploads that nobody reads', { kind: 'silence', body: 'ignored' }],
    ['uploads that are read slowly', { kind: 'silence', body: 'read-slowly' }],
    ['uploads that nobody answers', { kind: 'silence', body: 'read' }],
  ] as const)('on %s keeps what is finished, and hands back the rest', async (_, fault) => {
    const stage = await open();
    await endSession(stage, { sessionId: sessionId(1), userIdentity: person('alice') });
    openSession(stage, { sessionId: sessionId(2), userIdentity: person('bob') });
    await uploadTranscript(stage, { id: sessionId(2), bytes: randomBytes(32 * MEGABYTE) });
    stage.kosli.injectFault(
      { method: 'POST', path: trailOf('bob'), largerThan: MEGABYTE, times: 100 },
      fault,
    );
    stage.kosli.injectFault({ method: 'POST', path: trailOf('bob'), times: 2 }, { kind: 'delay', ms: 0 });
    stage.kosli.injectFault({ method: 'POST', path: trailOf('bob'), times: 100 }, fault);
    const { outcome, deliveries } = await poll(stage);
    expect(outcome.kind).toBe('returned');
    expect(deliveries).toMatchObject([{ deleted: true }, { deleted: false }]);
    // As after any first failure; longer if it got so far that Kosli may still be storing what it was sent.
    expect([30, 120]).toContain(deliveries?.[1]?.hiddenForSeconds);
    stage.kosli.clearFaults();
    await stage.mapping.passTime();
    await poll(stage);
    expect(trails(stage)).toEqual(BOTH);
  });

  it('on a transcript that S3 stops sending keeps what is finished, and hands back the rest', async () => {
    const stage = await open();
    await endSession(stage, { sessionId: sessionId(1), userIdentity: person('alice') });
    await endSession(stage, { sessionId: sessionId(2), userIdentity: person('bob') });
    await uploadTranscript(stage, { id: sessionId(2), bytes: Buffer.alloc(MEGABYTE, '$ ls\r\r\n') });
    stage.s3AndSqs.stall(sessionId(2));
    const { outcome, deliveries } = await poll(stage);
    expect(outcome.kind).toBe('returned');
    expect(deliveries.map(({ deleted }) => deleted)).toEqual([true, false, false]);
    // Who it was and where does not wait for the transcript.
    expect(trails(stage)).toEqual({ ...BOTH, [trailOf('bob')]: IDENTITY_ATTESTATIONS });
    stage.s3AndSqs.stall(null);
    await stage.mapping.passTime();
    await poll(stage);
    expect(await readdir(join(stage.disk, 'transcripts'))).toEqual([]);
    expect(trails(stage)).toEqual({
      ...BOTH,
      [trailOf('bob')]: [...ATTESTATIONS, ...TRANSCRIPT_ATTESTATIONS, 'transcript-replaced'],
    });
  });

  it('on a list that stalls once asks for it again, and finishes', async () => {
    const stage = await open();
    await endSession(stage, { sessionId: sessionId(1) });
    await poll(stage);
    await endSession(stage, { sessionId: sessionId(2) });
    stage.kosli.injectFault({ method: 'GET', path: 'command-logs' }, { kind: 'half-answer' });
    expect((await poll(stage)).deliveries).toMatchObject([{ deleted: true }]);
    expect(trails(stage)).toEqual({ [trailOf('alice')]: [...ATTESTATIONS, ...ATTESTATIONS] });
  });

  // Once a trail that did not answer held up its own sessions, and all behind them, until the time was over.
  it('on one trail still reports the sessions on others', async () => {
    const stage = await openStage({ timeoutSeconds: 32 });
    for (const n of [1, 2, 3, 4, 5])
      await endSession(stage, { sessionId: sessionId(n), userIdentity: person('bob') });
    await endSession(stage, { sessionId: sessionId(6), userIdentity: person('alice') });
    // Which trail is in the request's body; the first is the first session's.
    stage.kosli.injectFault({ method: 'PUT' }, { kind: 'silence', body: 'read' });
    const { deliveries } = await poll(stage);
    expect(deliveries.map(({ deleted }) => deleted)).toEqual([false, false, false, false, false, true]);
    await stage.mapping.passTime();
    await poll(stage);
    expect(trails(stage)[trailOf('alice')]).toEqual(ATTESTATIONS);
    expect(trails(stage)[trailOf('bob')]?.sort()).toEqual(Array(5).fill(ATTESTATIONS).flat().sort());
  });

  it('on a list that Kosli stops sending keeps what is finished, and hands back the rest', async () => {
    const stage = await open();
    await endSession(stage, { sessionId: sessionId(1), userIdentity: person('bob') });
    await poll(stage);
    await endSession(stage, { sessionId: sessionId(2), userIdentity: person('alice') });
    await endSession(stage, { sessionId: sessionId(3), userIdentity: person('bob') });
    stage.kosli.injectFault({ method: 'GET', times: 100 }, { kind: 'silence', body: 'read' });
    const { outcome, deliveries } = await poll(stage);
    expect(outcome.kind).toBe('returned');
    expect(deliveries.map(({ deleted }) => deleted)).toEqual([true, false]);
    stage.kosli.clearFaults();
    await stage.mapping.passTime();
    await poll(stage);
    expect(trails(stage)).toEqual({ ...BOTH, [trailOf('bob')]: [...ATTESTATIONS, ...ATTESTATIONS] });
  });
});
