import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { sha256Of } from '../../stand-ins/sha256';
import { describeOnRuntime } from '../runtime-interface/describe-on-runtime';
import { attestationsOf, openSession, poll, sessionId, uploadTranscript } from './sessions';
import { stages } from './stage';

const MEGABYTE = 1024 * 1024;

describeOnRuntime('the transcript', () => {
  const openStage = stages();

  it('is attached byte for byte, whatever bytes it has', async () => {
    const stage = await openStage();
    openSession(stage);
    const everyByte = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    await uploadTranscript(stage, { bytes: everyByte });
    await poll(stage);
    const { commandLogs } = attestationsOf(stage);
    expect(commandLogs.attachment?.bytes?.equals(everyByte)).toBe(true);
    expect(commandLogs.user_data).toMatchObject({ sha256: sha256Of(everyByte), size_bytes: 256 });
  });

  it.each(['', 'a b/', 'a+b/', 'räksmörgås/東京/', '100%/%2F/'])(
    'is found under the prefix "%s"',
    async (prefix) => {
      const stage = await openStage();
      openSession(stage);
      const bytes = await uploadTranscript(stage, { prefix });
      await poll(stage);
      const { commandLogs } = attestationsOf(stage);
      expect(commandLogs.user_data).toMatchObject({ key: `${prefix}${sessionId()}.log` });
      expect(commandLogs.attachment?.bytes?.equals(bytes)).toBe(true);
    },
  );

  it('that was overwritten is the version the notification names', async () => {
    const stage = await openStage();
    const first = await uploadTranscript(stage);
    await poll(stage);
    const second = await uploadTranscript(stage, { bytes: Buffer.from('rm -rf evidence') });
    openSession(stage);
    await stage.mapping.passTime();
    await poll(stage);
    const attached = [...stage.kosli.trails.values()]
      .flatMap(({ attestations }) => attestations)
      .flatMap(({ attestation_name, attachment }) =>
        attestation_name === 'command-logs' ? [attachment?.sha256] : [],
      );
    expect(attached.sort()).toEqual([sha256Of(first), sha256Of(second)].sort());
  });

  it('that was deleted before it was read is reported as missing', async () => {
    const stage = await openStage();
    await uploadTranscript(stage);
    const { deliveries } = await poll(stage);
    const { versionId } = JSON.parse(deliveries[0]?.body ?? '').Records[0].s3.object;
    const Key = `production/${sessionId()}.log`;
    await stage.s3.send(new DeleteObjectCommand({ Bucket: stage.applied.bucket, Key, VersionId: versionId }));
    openSession(stage);
    await stage.mapping.passTime();
    await poll(stage);
    expect(attestationsOf(stage).commandLogs).toMatchObject({
      is_compliant: false,
      attachment: null,
      user_data: { version_id: versionId, sha256: null, reason: expect.stringContaining('deleted') },
    });
  });

  it.each([
    ['has no byte', ''],
    ['was written over with zero bytes', '\0'.repeat(200_000)],
    [
      'holds nothing but what script writes',
      'Script started on 2026-07-31 12:31:02+00:00 [COMMAND="cat /x" <not executed on terminal>]\n\nScript done on 2026-07-31 12:31:02+00:00 [COMMAND_EXIT_CODE="0"]\n',
    ],
  ])('that %s is attached, and not compliant', async (_what, text) => {
    const stage = await openStage();
    openSession(stage);
    await uploadTranscript(stage, { bytes: Buffer.from(text) });
    await poll(stage);
    expect(attestationsOf(stage).commandLogs).toMatchObject({
      is_compliant: false,
      user_data: { size_bytes: text.length, reason: 'the transcript is empty' },
      attachment: { sizeBytes: text.length },
    });
  });

  it.each([
    ['emptied the screen', '\x1b[H\x1b[J', { preview: '$ cat /etc/shadow\n$ exit', preview_erased: false }],
    ['went back and erased a line', '\x1b[A\x1b[2K', { preview: '$ exit', preview_erased: true }],
  ])(
    'of a shell that %s keeps in its preview what was shown, or says that it lacks it',
    async (_what, sequence, fields) => {
      const stage = await openStage();
      openSession(stage);
      const bytes = Buffer.from(`$ cat /etc/shadow\r\n${sequence}$ exit\r\n`);
      await uploadTranscript(stage, { bytes });
      await poll(stage);
      const { commandLogs } = attestationsOf(stage);
      expect(commandLogs.user_data).toMatchObject(fields);
      expect(/erased/.test(commandLogs.description ?? '')).toBe(fields.preview_erased);
      expect(commandLogs.attachment?.bytes?.equals(bytes)).toBe(true);
    },
  );

  // Once, fetch kept a copy of all it sent, and memory grew with the transcript; later, V8 let 70 MB of its chunks pile up.
  it('of 200 MB is never in memory as a whole, and leaves nothing on the disk', async () => {
    const stage = await openStage();
    const memoryOf = async (id: string, bytes: Buffer): Promise<number> => {
      openSession(stage, { sessionId: id });
      await uploadTranscript(stage, { id, bytes });
      const { outcome } = await poll(stage);
      if (outcome.kind !== 'returned') throw new Error(outcome.error);
      return outcome.largestMemoryBytes;
    };
    const small = await memoryOf(sessionId(1), Buffer.from('small'));
    const bytes = Buffer.alloc(200 * MEGABYTE, 'a line of a very long transcript\r\r\n');
    const large = await memoryOf(sessionId(2), bytes);
    const { commandLogs } = attestationsOf(stage, sessionId(2));
    expect(commandLogs.attachment).toMatchObject({ sizeBytes: bytes.length, sha256: sha256Of(bytes) });
    expect(large - small).toBeLessThan(48 * MEGABYTE);
    expect(await readdir(join(stage.disk, 'transcripts'))).toEqual([]);
  });
});
