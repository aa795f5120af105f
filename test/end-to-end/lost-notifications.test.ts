import { DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { ATTESTATIONS } from '../../stand-ins/attestations';
import { CLUSTER_ARN } from '../../stand-ins/recorded-session/session';
import { sha256Of } from '../../stand-ins/sha256';
import type { Stage } from '../../stand-ins/stage';
import { describeOnRuntime } from '../runtime-interface/describe-on-runtime';
import { openSession, poll, send, sessionId, trailOf, trails, uploadTranscript } from './sessions';
import { stages } from './stage';

const HOUR_MINUTES = 60;
const hoursAgo = (hours: number): Date => new Date(Date.now() - hours * HOUR_MINUTES * 60_000);

/** Takes what S3 just announced out of the queue, as if it had never come. */
const loseNotification = async ({ sqs, applied }: Stage): Promise<void> => {
  const { queueUrl: QueueUrl } = applied.mapping;
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  expect(Messages).toHaveLength(1);
  for (const { ReceiptHandle } of Messages)
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
};

/** A daily run, and everything it asks for. */
const daily = async (stage: Stage): Promise<void> => {
  await send(stage, JSON.stringify({ kind: 'reconcile', daily: true }));
  for (let batch = await stage.mapping.poll(); batch !== null; batch = await stage.mapping.poll())
    expect(batch.deliveries.every(({ deleted }) => deleted)).toBe(true);
};

const logsOf = (stage: Stage) =>
  (stage.kosli.trails.get(trailOf('alice'))?.attestations ?? [])
    .filter(({ attestation_name }) => attestation_name === 'command-logs')
    .map(({ is_compliant, user_data }) => [is_compliant, user_data?.key]);

describeOnRuntime('a transcript that nobody announced', () => {
  const openStage = stages();

  it('is reported from the prefix its cluster had before, after none was found where it has it now', async () => {
    const stage = await openStage();
    openSession(stage, { openedAt: hoursAgo(30) });
    stage.ecs.configureExec(CLUSTER_ARN, {
      logging: 'OVERRIDE',
      logConfiguration: { s3BucketName: stage.applied.bucket, s3KeyPrefix: 'now' },
    });
    await daily(stage);
    await uploadTranscript(stage, { prefix: 'before/', minutesAgo: 29 * HOUR_MINUTES });
    await loseNotification(stage);
    await daily(stage);
    await daily(stage);
    expect(logsOf(stage)).toEqual([
      [false, `now/${sessionId()}.log`],
      [true, `before/${sessionId()}.log`],
    ]);
    const [{ user_data } = {}] = (stage.kosli.trails.get(trailOf('alice'))?.attestations ?? []).filter(
      ({ attestation_name }) => attestation_name === 'command-logs',
    );
    expect(user_data?.reason).toContain(
      `no transcript was found at s3://${stage.applied.bucket}/now/${sessionId()}.log`,
    );
  });

  it('and replaces one that was reported is reported and compared with it, once', async () => {
    const stage = await openStage();
    openSession(stage, { openedAt: hoursAgo(30) });
    const first = await uploadTranscript(stage, {
      bytes: Buffer.from('$ rm -rf /data'),
      minutesAgo: 29 * HOUR_MINUTES,
    });
    await poll(stage);
    const second = await uploadTranscript(stage, {
      bytes: Buffer.from('$ ls'),
      minutesAgo: 28 * HOUR_MINUTES,
    });
    await loseNotification(stage);
    await daily(stage);
    await daily(stage);
    expect(trails(stage)).toEqual({
      [trailOf('alice')]: [...ATTESTATIONS, 'command-logs', 'transcript-replaced'],
    });
    expect(stage.kosli.trails.get(trailOf('alice'))?.attestations.at(-1)).toMatchObject({
      is_compliant: false,
      user_data: { first_sha256: sha256Of(first), second_sha256: sha256Of(second) },
    });
  });
});
