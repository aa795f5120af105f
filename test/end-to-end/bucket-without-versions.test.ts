import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { ATTESTATIONS, TRANSCRIPT_ATTESTATIONS } from '../../stand-ins/attestations';
import { sha256Of } from '../../stand-ins/sha256';
import type { Stage } from '../../stand-ins/stage';
import { describeOnRuntime } from '../runtime-interface/describe-on-runtime';
import { openSession, poll, send, sessionId, trailOf, trails, uploadTranscript } from './sessions';
import { stages } from './stage';

/** What the trails say of each transcript: its hash, or why there is none. */
const commandLogs = ({ kosli }: Stage) =>
  [...kosli.trails.values()].flatMap(({ attestations }) =>
    attestations.flatMap(({ attestation_name, user_data }) =>
      attestation_name === 'command-logs' ? [user_data?.sha256 ?? user_data?.reason] : [],
    ),
  );

describeOnRuntime('a bucket without versions', () => {
  const openStage = stages();
  const OVERWRITTEN = 'the transcript was overwritten before it was read, and the bucket keeps no versions';

  // Once, two notifications of one key counted as one: the survivor was never read, or the overwriting never reported.
  it.each([
    ['never on', 'as they happened', 'never', (bodies: readonly string[]) => bodies],
    ['never on', 'in the wrong order', 'never', (bodies: readonly string[]) => bodies.toReversed()],
    ['suspended', 'as they happened', 'suspended', (bodies: readonly string[]) => bodies],
    ['suspended', 'in the wrong order', 'suspended', (bodies: readonly string[]) => bodies.toReversed()],
  ] as const)(
    '(versioning %s) says that a transcript was overwritten, and reads the one that is left, notified %s',
    async (_, _order, versioning, order) => {
      const stage = await openStage();
      stage.s3AndSqs.setVersioning(versioning);
      await uploadTranscript(stage, { bytes: Buffer.from('$ first'), minutesAgo: 2 });
      const second = await uploadTranscript(stage, { bytes: Buffer.from('$ second'), minutesAgo: 1 });
      const { deliveries } = await poll(stage);
      expect(deliveries).toHaveLength(2);
      const again = order(deliveries.map(({ body }) => body));
      for (const body of again) await send(stage, body);
      openSession(stage);
      await poll(stage);
      expect(commandLogs(stage).sort()).toEqual([OVERWRITTEN, sha256Of(second)].sort());
      await stage.mapping.passTime();
      await poll(stage);
      expect(commandLogs(stage)).toHaveLength(2);
      expect(trails(stage)).toEqual({ [trailOf('alice')]: [...ATTESTATIONS, ...TRANSCRIPT_ATTESTATIONS] });
    },
  );

  it.each([
    ['never on', 'never'],
    ['suspended', 'suspended'],
  ] as const)(
    '(versioning %s) says that a second transcript was deleted, after the first was reported',
    async (_, versioning) => {
      const stage = await openStage();
      stage.s3AndSqs.setVersioning(versioning);
      openSession(stage);
      const first = await uploadTranscript(stage, { bytes: Buffer.from('$ first') });
      await poll(stage);
      await uploadTranscript(stage, { bytes: Buffer.from('$ second') });
      const Key = `production/${sessionId()}.log`;
      const VersionId = versioning === 'suspended' ? 'null' : undefined;
      await stage.s3.send(new DeleteObjectCommand({ Bucket: stage.applied.bucket, Key, VersionId }));
      await poll(stage);
      expect(commandLogs(stage)).toEqual([
        sha256Of(first),
        expect.stringContaining('deleted before it was read'),
      ]);
    },
  );
});
