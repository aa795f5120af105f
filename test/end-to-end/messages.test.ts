import { PutObjectCommand } from '@aws-sdk/client-s3';
import { ATTESTATIONS } from '../../stand-ins/attestations';
import { person } from '../../stand-ins/recorded-session/callers';
import type { Stage } from '../../stand-ins/stage';
import { s3Record, sqsRecord } from '../lambda/records';
import { describeOnRuntime } from '../runtime-interface/describe-on-runtime';
import { deadLetters, endSession, poll, send, sessionId, trailOf, trails } from './sessions';
import { stages } from './stage';

describeOnRuntime('a message in the queue', () => {
  const openStage = stages();

  it('that is malformed goes to the dead-letter queue with the reason, and the nine others are reported', async () => {
    const stage = await openStage();
    for (let n = 0; n < 9; n += 1)
      await endSession(stage, { sessionId: sessionId(n), userIdentity: person(`engineer-${n}`) });
    await send(stage, 'this is not JSON');
    const { deliveries } = await poll(stage);
    expect(deliveries.filter(({ deleted }) => deleted)).toHaveLength(10);
    expect(Object.values(trails(stage))).toEqual(Array.from({ length: 9 }, () => ATTESTATIONS));
    expect(await deadLetters(stage.sqs, stage.applied.deadLetterQueueUrl)).toEqual([
      { body: 'this is not JSON', reason: 'the body is not JSON' },
    ]);
  });

  it('that S3 sent to test its notification is skipped, and the log says so', async () => {
    const stage = await openStage();
    expect(stage.reporter.logs()).toContain('s3:TestEvent, sent when the notification was configured');
    expect(await stage.mapping.poll()).toBeNull();
  });

  it('about an object that is not a transcript is skipped, and the log says which', async () => {
    const stage = await openStage();
    const Key = 'production/alice-0d225423a59c47fc5.log';
    await stage.s3.send(new PutObjectCommand({ Bucket: stage.applied.bucket, Key, Body: 'an SSM session' }));
    expect((await poll(stage)).deliveries).toMatchObject([{ deleted: true }]);
    expect(stage.reporter.logs()).toContain(Key);
    expect([stage.kosli.requests, stage.cloudtrail.calls]).toEqual([[], []]);
  });

  it('about another bucket goes to the dead-letter queue', async () => {
    const stage = await openStage();
    await endSession(stage);
    const { deliveries } = await poll(stage);
    const elsewhere = deliveries[0]?.body.replaceAll(stage.applied.bucket, 'another-bucket') ?? '';
    await send(stage, elsewhere);
    await poll(stage);
    expect(await deadLetters(stage.sqs, stage.applied.deadLetterQueueUrl)).toMatchObject([
      { body: elsewhere, reason: expect.stringContaining('another-bucket') },
    ]);
    expect(trails(stage)).toEqual({ [trailOf('alice')]: ATTESTATIONS });
  });

  const record = ({ applied }: Stage, age: { days: number }) =>
    sqsRecord({
      body: JSON.stringify({ Records: [s3Record({ bucket: applied.bucket })] }),
      receives: 640,
      sentAt: new Date(Date.now() - age.days * 24 * 3_600_000),
    });

  // Once such a message was given up untried, and what it had waited for was not said.
  it('that waited for 13 days is tried once more, and goes to the dead-letter queue with the last error', async () => {
    const stage = await openStage();
    stage.kosli.injectFault({ times: 100 }, { kind: 'answer', status: 400 });
    const late = record(stage, { days: 13.02 });
    const outcome = await stage.reporter.invoke({ Records: [late] });
    expect(outcome).toMatchObject({ kind: 'returned', result: { batchItemFailures: [] } });
    expect(await deadLetters(stage.sqs, stage.applied.deadLetterQueueUrl)).toEqual([
      {
        body: late.body,
        reason: expect.stringMatching(/^not reported in 13 days; last error: Kosli answered 400/),
      },
    ]);
  });

  it('that killed the function for 13 days goes to the dead-letter queue untried, before SQS would drop it', async () => {
    const stage = await openStage();
    const late = record(stage, { days: 13.6 });
    const outcome = await stage.reporter.invoke({ Records: [late] });
    expect(outcome).toMatchObject({ kind: 'returned', result: { batchItemFailures: [] } });
    expect(await deadLetters(stage.sqs, stage.applied.deadLetterQueueUrl)).toMatchObject([
      { body: late.body, reason: expect.stringContaining('received 640 times in more than 13 days') },
    ]);
    expect(stage.cloudtrail.calls).toEqual([]);
  });
});
