import { randomBytes } from 'node:crypto';
import { ATTESTATIONS } from '../../stand-ins/attestations';
import { describeOnRuntime } from '../runtime-interface/describe-on-runtime';
import { attestationsOf, openSession, poll, trailOf, trails, uploadTranscript } from './sessions';
import { stages } from './stage';

const MEGABYTE = 1024 * 1024;

// Once only a 413 made a transcript smaller, and one that Kosli did not take in time was sent as it was for 13 days.
describeOnRuntime('a transcript that does not get through in time', () => {
  const openStage = stages();

  it.each([
    ['because nobody reads it', 'ignored'],
    ['because nobody answers', 'read'],
  ] as const)('%s is sent smaller, as evidence of the same bytes', async (_, body) => {
    const stage = await openStage({ timeoutSeconds: 32 });
    openSession(stage);
    const bytes = await uploadTranscript(stage, { bytes: Buffer.alloc(16 * MEGABYTE, 'again\r\r\n') });
    stage.kosli.injectFault({ method: 'POST', largerThan: MEGABYTE, times: 100 }, { kind: 'silence', body });
    expect((await poll(stage)).deliveries).toMatchObject([{ deleted: true }]);
    expect(trails(stage)).toEqual({ [trailOf('alice')]: ATTESTATIONS });
    expect(attestationsOf(stage).commandLogs.user_data).toMatchObject({
      attached: 'gzip',
      size_bytes: bytes.length,
    });
  });

  it('and does not get smaller when gzipped is reported by reference', async () => {
    const stage = await openStage({ timeoutSeconds: 32 });
    openSession(stage);
    const bytes = await uploadTranscript(stage, { bytes: randomBytes(4 * MEGABYTE) });
    stage.kosli.injectFault(
      { method: 'POST', largerThan: MEGABYTE, times: 100 },
      { kind: 'silence', body: 'ignored' },
    );
    expect((await poll(stage)).deliveries).toMatchObject([{ deleted: true }]);
    expect(attestationsOf(stage).commandLogs).toMatchObject({
      attachment: null,
      user_data: { attached: 'reference', size_bytes: bytes.length },
    });
  });

  it('but was stored all the same, is not sent again', async () => {
    const stage = await openStage({ timeoutSeconds: 32 });
    openSession(stage);
    await uploadTranscript(stage, { bytes: Buffer.alloc(2 * MEGABYTE, 'again\r\r\n') });
    stage.kosli.injectFault({ method: 'POST', largerThan: MEGABYTE }, { kind: 'store-silently' });
    expect((await poll(stage)).deliveries).toMatchObject([{ deleted: true }]);
    expect(trails(stage)).toEqual({ [trailOf('alice')]: ATTESTATIONS });
    expect(attestationsOf(stage).commandLogs.user_data).toMatchObject({ attached: 'verbatim' });
  });

  it('but was stored all the same, is compared with the next one of the session', async () => {
    const stage = await openStage({ timeoutSeconds: 32 });
    openSession(stage);
    await uploadTranscript(stage, { bytes: Buffer.alloc(2 * MEGABYTE, 'again\r\r\n'), minutesAgo: 1 });
    await uploadTranscript(stage, { bytes: Buffer.from('$ another transcript') });
    stage.kosli.injectFault({ method: 'POST', largerThan: MEGABYTE }, { kind: 'store-silently' });
    expect((await poll(stage)).deliveries).toMatchObject([{ deleted: true }, { deleted: true }]);
    expect(trails(stage)).toEqual({
      [trailOf('alice')]: [...ATTESTATIONS, 'command-logs', 'transcript-replaced'],
    });
  });

  it.each([
    ['408', { kind: 'answer', status: 408 }],
    ['a connection that breaks half-way', { kind: 'reset-half-way' }],
  ] as const)('as a proxy says by %s, is sent smaller', async (_, fault) => {
    const stage = await openStage();
    openSession(stage);
    await uploadTranscript(stage, { bytes: Buffer.alloc(16 * MEGABYTE, 'again\r\r\n') });
    stage.kosli.injectFault({ method: 'POST', largerThan: MEGABYTE, times: 100 }, fault);
    expect((await poll(stage)).deliveries).toMatchObject([{ deleted: true }]);
    expect(trails(stage)).toEqual({ [trailOf('alice')]: ATTESTATIONS });
    expect(attestationsOf(stage).commandLogs.user_data).toMatchObject({ attached: 'gzip' });
  });
});
