import { PutObjectCommand } from '@aws-sdk/client-s3';
import { s3Record, sqsRecord } from '../lambda/records';
import {
  COMPLETE,
  deadLetters,
  endSession,
  person,
  poll,
  send,
  sessionId,
  trailOf,
  trails,
} from './sessions';
import { stages } from './stage';

describe('a message in the queue', () => {
  const openStage = stages();

  it('that nobody can read goes to the dead letters with its reason, and the nine others are reported', async () => {
    const stage = await openStage();
    for (let n = 0; n < 9; n += 1)
      await endSession(stage, { sessionId: sessionId(n), userIdentity: person(`engineer-${n}`) });
    await send(stage, 'this is no JSON');
    const { deliveries } = await poll(stage);
    expect(deliveries.filter(({ deleted }) => deleted)).toHaveLength(10);
    expect(Object.values(trails(stage))).toEqual(Array.from({ length: 9 }, () => COMPLETE));
    expect(await deadLetters(stage.sqs, stage.applied.deadLetterQueueUrl)).toEqual([
      { body: 'this is no JSON', reason: 'the body is not JSON' },
    ]);
  });

  it('that S3 sent to prove it may is passed over, and the log says so', async () => {
    const stage = await openStage();
    expect(stage.reporter.logs()).toContain('s3:TestEvent, sent when the notification was configured');
    expect(await stage.mapping.poll()).toBeNull();
  });

  it('about an object that is no transcript is passed over, and the log says which', async () => {
    const stage = await openStage();
    const Key = 'production/alice-0d225423a59c47fc5.log';
    await stage.s3.send(new PutObjectCommand({ Bucket: stage.applied.bucket, Key, Body: 'an SSM session' }));
    expect((await poll(stage)).deliveries).toMatchObject([{ deleted: true }]);
    expect(stage.reporter.logs()).toContain(Key);
    expect([stage.kosli.requests, stage.cloudtrail.calls]).toEqual([[], []]);
  });

  it('about another bucket goes to the dead letters', async () => {
    const stage = await openStage();
    await endSession(stage);
    const { deliveries } = await poll(stage);
    const elsewhere = deliveries[0]?.body.replaceAll(stage.applied.bucket, 'another-bucket') ?? '';
    await send(stage, elsewhere);
    await poll(stage);
    expect(await deadLetters(stage.sqs, stage.applied.deadLetterQueueUrl)).toMatchObject([
      { body: elsewhere, reason: expect.stringContaining('another-bucket') },
    ]);
    expect(trails(stage)).toEqual({ [trailOf('alice')]: COMPLETE });
  });

  it('that killed the function for 13 days goes to the dead letters untried, before SQS would drop it', async () => {
    const stage = await openStage();
    const sentAt = new Date(Date.now() - 13.5 * 24 * 3_600_000);
    const record = sqsRecord({ body: JSON.stringify({ Records: [s3Record()] }), receives: 640, sentAt });
    const outcome = await stage.reporter.invoke({ Records: [record] });
    expect(outcome).toMatchObject({ kind: 'returned', result: { batchItemFailures: [] } });
    expect(await deadLetters(stage.sqs, stage.applied.deadLetterQueueUrl)).toMatchObject([
      { body: record.body, reason: expect.stringContaining('received 640 times in more than 13 days') },
    ]);
    expect(stage.cloudtrail.calls).toEqual([]);
  });
});
