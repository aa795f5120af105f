import { ACCOUNT, concretePolicy, REGION } from '../concrete-policy';
import { askResource, askResourceAsAdmin } from '../simulation';
import { stackOf } from '../synthesise';

const QUEUE = `arn:aws:sqs:${REGION}:${ACCOUNT}:ecs-exec-evidence-transcripts`;
const DEAD_LETTERS = `${QUEUE}-dead-letters`;
const BUCKET = 'arn:aws:s3:::exec-logs';
const RULE = `arn:aws:events:${REGION}:${ACCOUNT}:rule/ecs-exec-evidence-transcripts`;

const sendTo = (resource: string, sourceArn: string, sourceAccount = ACCOUNT) => ({
  action: 'sqs:SendMessage',
  resource,
  context: { 'aws:SourceArn': sourceArn, 'aws:SourceAccount': sourceAccount, 'aws:SecureTransport': 'true' },
});

describe('the queue of a bucket that notifies', () => {
  const policy = concretePolicy(stackOf({}), 'transcripts_access');

  it('takes messages from S3 for this bucket of this account', async () => {
    expect(await askResource(policy, 's3.amazonaws.com', sendTo(QUEUE, BUCKET))).toBe('Allowed');
  });

  it.each([
    ['another bucket', sendTo(QUEUE, 'arn:aws:s3:::exec-logs-2')],
    ['a bucket of the same name in another account', sendTo(QUEUE, BUCKET, '444455556666')],
  ])('refuses %s', async (_, call) => {
    expect(await askResource(policy, 's3.amazonaws.com', call)).toBe('ImplicitlyDenied');
  });

  it('refuses other services and other people', async () => {
    for (const principal of [
      'events.amazonaws.com',
      'sns.amazonaws.com',
      'arn:aws:iam::444455556666:role/anybody',
    ]) {
      expect(await askResource(policy, principal, sendTo(QUEUE, BUCKET))).toBe('ImplicitlyDenied');
    }
  });

  it('refuses even an administrator without TLS', async () => {
    const call = (secure: string) => ({
      action: 'sqs:ReceiveMessage',
      resource: QUEUE,
      context: { 'aws:SecureTransport': secure },
    });
    expect(await askResourceAsAdmin(policy, call('true'))).toBe('Allowed');
    expect(await askResourceAsAdmin(policy, call('false'))).toBe('ExplicitlyDenied');
  });

  it('lets no service into the dead letters', async () => {
    const deadLetters = concretePolicy(stackOf({}), 'dead_letters_access');
    expect(await askResource(deadLetters, 's3.amazonaws.com', sendTo(DEAD_LETTERS, BUCKET))).toBe(
      'ImplicitlyDenied',
    );
  });
});

describe('the queue behind an EventBridge rule', () => {
  const stack = stackOf({ trigger: 'eventbridge' });
  const policy = concretePolicy(stack, 'transcripts_access');

  it('takes messages from this rule', async () => {
    expect(await askResource(policy, 'events.amazonaws.com', sendTo(QUEUE, RULE))).toBe('Allowed');
  });

  it.each([
    ['another rule', 'events.amazonaws.com', sendTo(QUEUE, `${RULE}-2`)],
    ['a rule of another account', 'events.amazonaws.com', sendTo(QUEUE, RULE, '444455556666')],
    ['the bucket itself', 's3.amazonaws.com', sendTo(QUEUE, BUCKET)],
  ])('refuses %s', async (_, service, call) => {
    expect(await askResource(policy, service, call)).toBe('ImplicitlyDenied');
  });

  it('lets the rule put aside what it could not deliver', async () => {
    const deadLetters = concretePolicy(stack, 'dead_letters_access');
    expect(await askResource(deadLetters, 'events.amazonaws.com', sendTo(DEAD_LETTERS, RULE))).toBe(
      'Allowed',
    );
  });
});
