import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { type Time, within } from '../../lambda/time';
import { awsAnswer } from '../deployment/aws-answer';
import { CommandError } from '../exit-code';

export interface Queues {
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
}

/** Long enough to send ten messages; what a run that was killed had received shows again after it. */
const VISIBILITY_SECONDS = 120;
const MAX_MESSAGES = 10;
/** SQS asks a part of its servers when it answers at once, and all of them when it waits. */
const WAIT_SECONDS = 2;
/** Answers without a message until the queue counts as empty. */
const EMPTY_ANSWERS = 2;

const ADVICE =
  'Your credentials need sqs:ReceiveMessage, sqs:DeleteMessage, sqs:ChangeMessageVisibility and sqs:GetQueueAttributes on the dead-letter queue, sqs:SendMessage on the queue, and kms:Decrypt and kms:GenerateDataKey where they have a key.';

/** About how many messages the dead-letter queue holds; SQS counts them once a minute or so. */
export const countDeadLetters = async (sqs: SQSClient, { deadLetterQueueUrl }: Queues, time: Time) => {
  const { Attributes = {} } = await awsAnswer(
    `SQS GetQueueAttributes of ${deadLetterQueueUrl}`,
    ADVICE,
    within(
      time,
      sqs.send(
        new GetQueueAttributesCommand({
          QueueUrl: deadLetterQueueUrl,
          AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
        }),
        { abortSignal: time.signal },
      ),
    ),
  );
  return {
    visible: Number(Attributes.ApproximateNumberOfMessages ?? 0),
    inFlight: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
  };
};

/**
 * Whether the function has given up this message since it was sent: SQS keeps the id of what it moves itself, and the function
 * names the message that it made a dead letter of.
 */
const isBack = (
  { MessageId, MessageAttributes }: Message,
  sentIds: ReadonlySet<string | undefined>,
): boolean => sentIds.has(MessageId) || sentIds.has(MessageAttributes?.original_message_id?.StringValue);

/**
 * Moves messages from the dead-letter queue to the queue one by one, each sent before it is deleted: if anything fails, a message
 * is in both, which the function reports once, and in neither never. A message that comes back as a dead letter meanwhile stays.
 *
 * Not `StartMessageMoveTask`: it goes on in the background, and moves what comes back too.
 *
 * @returns how many were moved, and how many of them came back at once
 * @throws CommandError when SQS refused or did not answer, with how many were moved by then
 */
export const redriveDeadLetters = async (
  sqs: SQSClient,
  { queueUrl, deadLetterQueueUrl }: Queues,
  time: Time,
  moving: (moved: number) => void = () => {},
): Promise<{ readonly moved: number; readonly cameBack: number }> => {
  const asked = <Answer>(doing: string, asking: Promise<Answer>) =>
    awsAnswer(doing, ADVICE, within(time, asking));
  const options = { abortSignal: time.signal };
  const sentIds = new Set<string | undefined>();
  let moved = 0;
  const move = async ({ Body, ReceiptHandle }: Message): Promise<void> => {
    const { MessageId } = await asked(
      `SQS SendMessage to ${queueUrl}`,
      sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: Body }), options),
    );
    if (MessageId !== undefined) sentIds.add(MessageId);
    moved += 1;
    moving(moved);
    await asked(
      `SQS DeleteMessage of ${deadLetterQueueUrl}`,
      sqs.send(new DeleteMessageCommand({ QueueUrl: deadLetterQueueUrl, ReceiptHandle }), options),
    );
  };
  const showAgain = ({ ReceiptHandle }: Message) =>
    asked(
      `SQS ChangeMessageVisibility of ${deadLetterQueueUrl}`,
      sqs.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: deadLetterQueueUrl,
          ReceiptHandle,
          VisibilityTimeout: 0,
        }),
        options,
      ),
    );
  const returned = new Map<string | undefined, Message>();
  try {
    for (let empty = 0; empty < EMPTY_ANSWERS; ) {
      const { Messages = [] } = await asked(
        `SQS ReceiveMessage of ${deadLetterQueueUrl}`,
        sqs.send(
          new ReceiveMessageCommand({
            QueueUrl: deadLetterQueueUrl,
            MaxNumberOfMessages: MAX_MESSAGES,
            VisibilityTimeout: VISIBILITY_SECONDS,
            WaitTimeSeconds: WAIT_SECONDS,
            MessageAttributeNames: ['original_message_id'],
          }),
          options,
        ),
      );
      const toMove = Messages.filter((message) => !isBack(message, sentIds));
      for (const message of Messages) if (isBack(message, sentIds)) returned.set(message.MessageId, message);
      empty = toMove.length === 0 ? empty + 1 : 0;
      for (const message of toMove) await move(message);
    }
    for (const message of returned.values()) await showAgain(message);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw new CommandError(
      `${error.message} ${moved} messages were sent to the queue before; nothing is lost, and the rest is in the dead-letter queue: run this again.`,
      { cause: error },
    );
  }
  return { moved, cameBack: returned.size };
};
