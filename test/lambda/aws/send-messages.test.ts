import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { messageSender } from '../../../lambda/aws/send-messages';
import type { OwnMessage } from '../../../lambda/messages/own-message';
import { DependencyUnavailableError, OutOfTimeError, SetupError } from '../../../lambda/reporter-error';
import { beginTime, type InvocationTime } from '../../../lambda/time';
import { openS3AndSqs, type S3AndSqs } from '../../../stand-ins/aws/s3-and-sqs';
import { at } from '../../stand-ins/aws/clients';
import { executeCommandRecord } from '../records';
import { type Answer, type Asked, answering, refusal } from './answering';

const URL = 'https://sqs.eu-central-1.amazonaws.com/111122223333/transcripts';
const entriesOf = ({ input }: Asked) => [input.Entries].flat() as { Id: string; MessageBody: string }[];
const taken = (asked: Asked): Answer => ({
  json: { Successful: entriesOf(asked).map(({ Id }) => ({ Id, MessageId: Id })), Failed: [] },
});
const days = (count: number): readonly OwnMessage[] =>
  Array.from({ length: count }, (_, day) => ({ kind: 'completeness', date: `day-${day}` }));

let time: InvocationTime;
beforeEach(() => {
  time = beginTime(60_000);
});
afterEach(() => time.end());

const send = async (messages: readonly OwnMessage[], answer: (asked: Asked) => Answer = taken) => {
  const { asked, settings } = answering(answer);
  // The digests of what was sent are SQS's to compute.
  const sqs = new SQSClient({ ...settings, md5: false });
  await messageSender(sqs, URL, time)(messages);
  return asked.map((call) => entriesOf(call).map(({ MessageBody }) => JSON.parse(MessageBody)));
};

describe('messages of our own', () => {
  it('are sent ten a call, all of them, and none when there is none', async () => {
    const calls = await send(days(23));
    expect(calls.map((call) => call.length)).toEqual([10, 10, 3]);
    expect(calls.flat()).toEqual(days(23));
    expect(await send([])).toEqual([]);
  });

  it('are sent in more calls where ten together would be too large', async () => {
    const userAgent = 'x'.repeat(100_000);
    const message: OwnMessage = { kind: 'api-call', record: executeCommandRecord({ userAgent }) };
    expect((await send([message, message, message])).map((call) => call.length)).toEqual([2, 1]);
  });

  it('arrive in the queue', async () => {
    const stand: S3AndSqs = await openS3AndSqs();
    try {
      const sqs = new SQSClient(at(stand.url));
      const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'transcripts' }));
      await messageSender(sqs, QueueUrl, time)(days(2));
      const received = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
      expect(received.Messages?.map(({ Body = '' }) => JSON.parse(Body))).toEqual(days(2));
    } finally {
      await stand.close();
    }
  });

  const entry = (SenderFault: boolean) => ({
    json: { Successful: [], Failed: [{ Id: '0', Code: 'InternalError', Message: 'sorry', SenderFault }] },
  });
  it.each([
    ['does not take one of them', entry(false), DependencyUnavailableError],
    ['throttles', refusal('ThrottlingException', 'Rate exceeded'), DependencyUnavailableError],
    ['refuses', refusal('AccessDeniedException', 'not authorized'), SetupError],
  ])('are not said to be sent when the queue %s', async (_, answer, kind) => {
    await expect(send(days(1), () => answer)).rejects.toThrow(kind);
  });

  it('that the queue finds wrong are an error that says so', async () => {
    await expect(send(days(1), () => entry(true))).rejects.toThrow('1 of 1 messages were not taken');
  });

  it('are not sent once the time is up', async () => {
    time.end();
    await expect(send(days(1))).rejects.toThrow(OutOfTimeError);
  });
});
