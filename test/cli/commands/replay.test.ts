import { GetQueueAttributesCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { reconcile } from '../../../cli/commands/reconcile';
import { replay } from '../../../cli/commands/replay';
import { EXIT } from '../../../cli/exit-code';
import {
  CLUSTER_ARN,
  SESSION_TARGET,
  STREAM_URL,
  TOKEN_VALUE,
} from '../../../stand-ins/recorded-session/session';
import type { Stage } from '../../../stand-ins/stage';
import {
  deadLetters,
  openSession,
  poll,
  rememberStart,
  send,
  sessionId,
  trails,
  uploadTranscript,
} from '../../end-to-end/sessions';
import { accountsOnStage, runCommand } from '../account-on-stage';

const hoursAgo = (hours: number): Date => new Date(Math.floor(Date.now() / 1000) * 1000 - hours * 3_600_000);
const ALL = ['user-identity', 'service-identity', 'command-logs'];

/** What the queue holds now, as JSON. */
const queued = async ({ sqs, applied }: Stage) => {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: applied.mapping.queueUrl,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: 0,
    }),
  );
  return Messages.map(({ Body = '' }) => JSON.parse(Body));
};

const depth = async ({ sqs }: Stage, QueueUrl: string): Promise<number> => {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
  );
  return Number(Attributes?.ApproximateNumberOfMessages);
};

/** The transcript is uploaded, and its notification is lost. */
const uploadUnnoticed = async (stage: Stage): Promise<void> => {
  stage.ecs.configureExec(CLUSTER_ARN, {
    logging: 'OVERRIDE',
    logConfiguration: { s3BucketName: stage.applied.bucket, s3KeyPrefix: 'production' },
  });
  await uploadTranscript(stage);
  const { sqs, applied } = stage;
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: applied.mapping.queueUrl }));
  expect(Messages).toHaveLength(1);
};

describe('replaying', () => {
  const openAccount = accountsOnStage();

  it('a session whose notification was lost puts its evidence on its trail', async () => {
    const { stage } = await openAccount();
    openSession(stage, { openedAt: hoursAgo(5) });
    await uploadUnnoticed(stage);
    const { code, json, text } = await runCommand(replay, { session: sessionId() });
    expect(code).toBe(EXIT.ok);
    expect(json.messages.map(({ kind }: { kind: string }) => kind)).toEqual(['api-call', 'transcript']);
    expect(text).toContain('Sent 2 messages');
    while ((await stage.mapping.poll()) !== null) await stage.mapping.passTime();
    expect(trails(stage)).toEqual({ 'AROAEXAMPLE-alice': expect.arrayContaining(ALL) });
    expect(trails(stage)['AROAEXAMPLE-alice']).toHaveLength(3);
  });

  it('a session looks for its call where SSM says that it began, however long ago that was', async () => {
    const { stage } = await openAccount();
    const openedAt = hoursAgo(24 * 20);
    openSession(stage, { openedAt });
    rememberStart(stage, openedAt);
    await runCommand(replay, { session: sessionId(), 'dry-run': true });
    const aroundStart = {
      StartTime: openedAt.getTime() / 1000 - 300,
      EndTime: openedAt.getTime() / 1000 + 300,
    };
    expect(stage.cloudtrail.calls).toEqual([
      { operation: 'LookupEvents', input: expect.objectContaining(aroundStart) },
    ]);
  });

  it('with --dry-run says what it would send, and sends nothing', async () => {
    const { stage } = await openAccount();
    openSession(stage, { openedAt: hoursAgo(5) });
    await uploadUnnoticed(stage);
    const { text, json } = await runCommand(replay, { session: sessionId(), 'dry-run': true });
    expect(text).toContain('Would send 2 messages');
    expect(json).toMatchObject({ sent: false });
    expect(await queued(stage)).toEqual([]);
  });

  it('a session without a transcript says so to the function, once nothing can be on its way', async () => {
    const { stage } = await openAccount();
    openSession(stage, { openedAt: hoursAgo(5) });
    await runCommand(replay, { session: sessionId() });
    expect((await queued(stage)).map(({ kind }) => kind)).toEqual(['api-call', 'transcript-missing']);
  });

  it('a session that is open says nothing of a transcript', async () => {
    const { stage } = await openAccount();
    openSession(stage, { openedAt: hoursAgo(5) });
    stage.ssm.openSession({ SessionId: sessionId(), Target: SESSION_TARGET, StartDate: Date.now() / 1000 });
    const { remarks } = await runCommand(replay, { session: sessionId() });
    expect((await queued(stage)).map(({ kind }) => kind)).toEqual(['api-call']);
    expect(remarks).toEqual([expect.stringContaining('still open')]);
  });

  it('puts nothing that opens a stream into the queue, and prints nothing of it', async () => {
    const { stage } = await openAccount();
    openSession(stage, { openedAt: hoursAgo(5) });
    const ran = await runCommand(replay, { session: sessionId() });
    const shown = JSON.stringify([ran, await queued(stage)]);
    expect(shown).toContain('event-of-');
    for (const secret of [STREAM_URL, TOKEN_VALUE]) expect(shown).not.toContain(secret);
  });

  it('a session nobody knows of is an error that says where was looked', async () => {
    await openAccount();
    await expect(runCommand(replay, { session: sessionId() })).rejects.toThrow(
      /Nothing is known of .*90 days/,
    );
  });

  it('one transcript reports it', async () => {
    const { stage } = await openAccount();
    openSession(stage, { openedAt: hoursAgo(5) });
    await uploadUnnoticed(stage);
    await runCommand(replay, { key: `s3://${stage.applied.bucket}/production/${sessionId()}.log` });
    await poll(stage);
    expect(trails(stage)).toEqual({ 'AROAEXAMPLE-alice': ALL });
  });

  it.each([
    ['is no address', 'production/x.log', 'expected s3://<bucket>/<key>'],
    ['is in another bucket', `s3://other/${sessionId()}.log`, 'is in bucket "other"'],
    ['is no transcript', 's3://acme-exec-transcripts/notes.txt', 'not the transcript'],
    ['does not exist', `s3://acme-exec-transcripts/${sessionId()}.log`, 'There is no object'],
  ])('a key that %s is refused', async (_, key, problem) => {
    const { stage } = await openAccount();
    await expect(runCommand(replay, { key })).rejects.toThrow(problem);
    expect(await queued(stage)).toEqual([]);
  });

  it.each([
    ['nothing', {}, '0 were given'],
    ['two things', { session: sessionId(), 'dead-letters': true }, '2 were given'],
    ['something that is not a session', { session: 'i-0123' }, 'not the id of an ECS Exec session'],
  ])('%s is refused before anybody is asked', async (_, given, problem) => {
    await expect(runCommand(replay, given)).rejects.toThrow(problem);
  });

  it('dead letters moves all of them into the queue, where they are reported', async () => {
    const { stage } = await openAccount();
    const { deadLetterQueueUrl } = stage.applied;
    openSession(stage, { openedAt: hoursAgo(5) });
    for (let n = 0; n < 12; n += 1) await send(stage, `not JSON ${n}`);
    while ((await stage.mapping.poll()) !== null) await stage.mapping.passTime();
    expect(await depth(stage, deadLetterQueueUrl)).toBe(12);

    const dry = await runCommand(replay, { 'dead-letters': true, 'dry-run': true });
    expect(dry.text).toContain('Would move about 12 dead letters');
    expect(await depth(stage, deadLetterQueueUrl)).toBe(12);

    const { code, json, text } = await runCommand(replay, { 'dead-letters': true });
    expect([code, json.moved]).toEqual([EXIT.ok, 12]);
    expect(text).toContain('Moved 12 dead letters');
    expect([
      await depth(stage, deadLetterQueueUrl),
      await depth(stage, stage.applied.mapping.queueUrl),
    ]).toEqual([0, 12]);
  });

  it('a dead letter that comes back is left where it is, and told', async () => {
    const { stage } = await openAccount();
    await send(stage, 'not JSON');
    await poll(stage);
    const moving = runCommand(replay, { 'dead-letters': true });
    // The command waits for more, while the function gives the message up again.
    while ((await stage.mapping.poll()) === null) await new Promise((resolve) => setTimeout(resolve, 50));
    const { json, remarks } = await moving;
    expect(json).toMatchObject({ moved: 1, cameBack: 1 });
    expect(remarks).toEqual([expect.stringContaining('1 of them came back')]);
    expect(await deadLetters(stage.sqs, stage.applied.deadLetterQueueUrl)).toHaveLength(1);
  });

  it('a dead letter that the queue does not take stays a dead letter', async () => {
    const { stage, lambda } = await openAccount();
    await send(stage, 'not JSON');
    await poll(stage);
    const { environment } = stage.applied.function;
    lambda.deploy({
      FunctionName: 'ecs-exec-evidence-reporter',
      FunctionArn: 'arn:aws:lambda:eu-central-1:111122223333:function:ecs-exec-evidence-reporter',
      Role: 'arn:aws:iam::111122223333:role/reporter',
      Environment: { Variables: { ...environment, QUEUE_URL: `${environment.QUEUE_URL}-gone` } },
    });
    await expect(runCommand(replay, { 'dead-letters': true })).rejects.toThrow(
      /SQS SendMessage to .*-gone was refused.*0 messages were sent.*run this again/s,
    );
    const { sqs, applied } = stage;
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl: applied.deadLetterQueueUrl,
        AttributeNames: ['ApproximateNumberOfMessagesNotVisible'],
      }),
    );
    expect(Attributes?.ApproximateNumberOfMessagesNotVisible).toBe('1');
  });
});

describe('reconciling', () => {
  const openAccount = accountsOnStage();

  it('has the function find what Kosli lacks of a period', async () => {
    const { stage } = await openAccount();
    openSession(stage, { openedAt: hoursAgo(30) });
    const { code, text } = await runCommand(reconcile, { from: hoursAgo(40).toISOString() });
    expect([code, text]).toEqual([EXIT.ok, expect.stringContaining('Sent 1 message')]);
    while ((await stage.mapping.poll()) !== null) await stage.mapping.passTime();
    expect(trails(stage)).toEqual({ 'AROAEXAMPLE-alice': expect.arrayContaining(ALL) });
  });

  it('sends the days that were given, whole, and the daily run where it was asked for', async () => {
    const { stage } = await openAccount();
    const [from, to] = [hoursAgo(72), hoursAgo(48)].map((time) => time.toISOString().slice(0, 10));
    await runCommand(reconcile, { from, to, daily: true });
    await runCommand(reconcile);
    expect(await queued(stage)).toEqual([
      { kind: 'reconcile', from: `${from}T00:00:00.000Z`, to: `${to}T23:59:59.999Z`, daily: true },
      { kind: 'reconcile' },
    ]);
  });

  it('with --dry-run sends nothing', async () => {
    const { stage } = await openAccount();
    const { text } = await runCommand(reconcile, { 'dry-run': true });
    expect(text).toContain('Would send 1 message');
    expect(await queued(stage)).toEqual([]);
  });
});
