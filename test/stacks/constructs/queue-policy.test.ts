import { ReporterQueue } from '../../../stacks/constructs/reporter-queue';
import { ACCOUNT, concretePolicy, REGION } from '../concrete-policy';
import { askAsAdmin, askResource } from '../simulation';
import { stackOf, stackWith } from '../synthesise';

const QUEUE = `arn:aws:sqs:${REGION}:${ACCOUNT}:ecs-exec-evidence-transcripts`;
const DEAD_LETTERS = `${QUEUE}-dead-letters`;
const BUCKET = 'arn:aws:s3:::exec-logs';
const RULE = `arn:aws:events:${REGION}:${ACCOUNT}:rule/ecs-exec-evidence-transcripts`;

const sendTo = (resource: string, sourceArn: string, sourceAccount = ACCOUNT) => ({
  action: 'sqs:SendMessage',
  resource,
  context: { 'aws:SourceArn': sourceArn, 'aws:SourceAccount': sourceAccount, 'aws:SecureTransport': 'true' },
});

/** Without the rules that are there by default. */
const PLAIN = { reconcile: false };

describe('the queue of a bucket that notifies', () => {
  const policy = concretePolicy(stackOf(PLAIN), 'transcripts_access');

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
    expect(await askAsAdmin(policy, call('true'))).toBe('Allowed');
    expect(await askAsAdmin(policy, call('false'))).toBe('ExplicitlyDenied');
  });

  it('has the policy that deployed queues have', () => {
    const statements = stackOf(PLAIN).data.aws_iam_policy_document?.transcripts_access?.statement;
    const queue =
      'arn:${data.aws_partition.partition.partition}:sqs:${data.aws_region.region.id}:${data.aws_caller_identity.account.account_id}:${var.name_prefix}-transcripts';
    expect(statements).toEqual([
      {
        sid: 'SendFromSource',
        principals: [{ type: 'Service', identifiers: ['s3.amazonaws.com'] }],
        actions: ['sqs:SendMessage'],
        resources: [queue],
        condition: [
          {
            test: 'ArnEquals',
            variable: 'aws:SourceArn',
            values: ['arn:${data.aws_partition.partition.partition}:s3:::${var.ecs_exec_log_bucket_name}'],
          },
          {
            test: 'StringEquals',
            variable: 'aws:SourceAccount',
            values: ['${data.aws_caller_identity.account.account_id}'],
          },
        ],
      },
      {
        sid: 'DenyWithoutTls',
        effect: 'Deny',
        principals: [{ type: '*', identifiers: ['*'] }],
        actions: ['sqs:*'],
        resources: [queue],
        condition: [{ test: 'Bool', variable: 'aws:SecureTransport', values: ['false'] }],
      },
    ]);
  });

  it('lets no service into the dead letters', async () => {
    const deadLetters = concretePolicy(stackOf(PLAIN), 'dead_letters_access');
    expect(await askResource(deadLetters, 's3.amazonaws.com', sendTo(DEAD_LETTERS, BUCKET))).toBe(
      'ImplicitlyDenied',
    );
  });
});

describe('the queue behind an EventBridge rule', () => {
  const stack = stackOf({ ...PLAIN, trigger: 'eventbridge' });
  const policy = concretePolicy(stack, 'transcripts_access');

  it('has the Sid that deployed queues have', () => {
    for (const name of ['transcripts_access', 'dead_letters_access']) {
      const sids = concretePolicy(stack, name).Statement.map(({ Sid }) => Sid);
      expect([name, sids]).toEqual([name, ['SendFromSource', 'DenyWithoutTls']]);
    }
  });

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

describe('the queue of opened sessions and of what is missing', () => {
  const RULES = ['execute-command', 'start-session', 'reconcile', 'reconcile-daily'].map(
    (name) => `arn:aws:events:${REGION}:${ACCOUNT}:rule/ecs-exec-evidence-${name}`,
  );
  const isTaken = async (options: object, document: string, resource: string): Promise<string[]> => {
    const policy = concretePolicy(stackOf(options), document);
    const answers = await Promise.all(
      RULES.map((rule) => askResource(policy, 'events.amazonaws.com', sendTo(resource, rule))),
    );
    return RULES.filter((_, n) => answers[n] === 'Allowed').map((rule) => rule.replace(/.*evidence-/, ''));
  };

  it.each<[object, string[]]>([
    [{ liveSessions: false, reconcile: false }, []],
    [{ liveSessions: true, reconcile: false }, ['execute-command', 'start-session']],
    [{ liveSessions: false }, ['reconcile', 'reconcile-daily']],
    [{ liveSessions: true }, ['execute-command', 'start-session', 'reconcile', 'reconcile-daily']],
    [
      { liveSessions: true, trigger: 'eventbridge' },
      ['execute-command', 'start-session', 'reconcile', 'reconcile-daily'],
    ],
  ])(
    'takes messages of the rules that are there, as its dead-letter queue does, with %j',
    async (options, names) => {
      expect(await isTaken(options, 'transcripts_access', QUEUE)).toEqual(names);
      expect(await isTaken(options, 'dead_letters_access', DEAD_LETTERS)).toEqual(names);
    },
  );

  it('has the statements that deployed queues have, and one more for each rule', () => {
    for (const trigger of ['s3-notification', 'eventbridge']) {
      for (const document of ['transcripts_access', 'dead_letters_access']) {
        const before = concretePolicy(stackOf({ ...PLAIN, trigger }), document).Statement;
        const after = concretePolicy(stackOf({ trigger, liveSessions: true }), document).Statement;
        expect(after).toEqual(expect.arrayContaining(before));
        expect(after.map(({ Sid }) => Sid).filter((sid) => !before.some(({ Sid }) => Sid === sid))).toEqual([
          'SendFromExecuteCommand',
          'SendFromStartSession',
          'SendFromReconcile',
          'SendFromReconcileDaily',
        ]);
      }
    }
  });
});

describe('a queue with several senders', () => {
  const OTHER_RULE = `${RULE}-2`;
  const senders = [
    { sid: 'SendFromSource', service: 's3.amazonaws.com', sourceArn: BUCKET, sourceAccount: ACCOUNT },
    { sid: 'SendFromRule', service: 'events.amazonaws.com', sourceArn: RULE, sourceAccount: ACCOUNT },
    { sid: 'SendFromOther', service: 'events.amazonaws.com', sourceArn: OTHER_RULE, sourceAccount: ACCOUNT },
  ] as const;
  const [bucket, ...rules] = senders;

  type Senders = ConstructorParameters<typeof ReporterQueue>[2]['senders'];
  const queueOf = (given: Senders, deadLetterSenders: Senders) =>
    stackWith((stack) => {
      new ReporterQueue(stack, 'queue', {
        name: 'queue',
        arn: QUEUE,
        kmsKeyArn: '${var.tags}',
        functionTimeoutSeconds: '${var.tags}',
        senders: given,
        deadLetterSenders,
      });
    });
  const stack = queueOf(senders, rules);
  const queue = concretePolicy(stack, 'transcripts_access');
  const deadLetters = concretePolicy(stack, 'dead_letters_access');

  it.each(senders)('takes messages from each of them: $service for $sourceArn', async (sender) => {
    expect(await askResource(queue, sender.service, sendTo(QUEUE, sender.sourceArn))).toBe('Allowed');
    // Only the rules are senders of the dead-letter queue.
    expect(await askResource(deadLetters, sender.service, sendTo(DEAD_LETTERS, sender.sourceArn))).toBe(
      sender === bucket ? 'ImplicitlyDenied' : 'Allowed',
    );
  });

  it.each([
    ['a third rule', 'events.amazonaws.com', sendTo(QUEUE, `${RULE}-3`)],
    ['another bucket', 's3.amazonaws.com', sendTo(QUEUE, `${BUCKET}-2`)],
    ['one of the rules by way of S3', 's3.amazonaws.com', sendTo(QUEUE, RULE)],
    ['the bucket by way of EventBridge', 'events.amazonaws.com', sendTo(QUEUE, BUCKET)],
    ['a rule of another account', 'events.amazonaws.com', sendTo(QUEUE, OTHER_RULE, '444455556666')],
    ['a bucket of another account', 's3.amazonaws.com', sendTo(QUEUE, BUCKET, '444455556666')],
    ['another service', 'sns.amazonaws.com', sendTo(QUEUE, RULE)],
    ['somebody of another account', 'arn:aws:iam::444455556666:role/anybody', sendTo(QUEUE, RULE)],
    ['somebody of this account', `arn:aws:iam::${ACCOUNT}:role/nobody`, sendTo(QUEUE, RULE)],
  ])('refuses %s, as its dead-letter queue does', async (_, principal, call) => {
    expect(await askResource(queue, principal, call)).toBe('ImplicitlyDenied');
    expect(await askResource(deadLetters, principal, { ...call, resource: DEAD_LETTERS })).toBe(
      'ImplicitlyDenied',
    );
  });

  it('lets none of them do anything but send', async () => {
    for (const { service, sourceArn } of senders) {
      for (const action of ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:PurgeQueue']) {
        const call = { ...sendTo(QUEUE, sourceArn), action };
        expect([action, await askResource(queue, service, call)]).toEqual([action, 'ImplicitlyDenied']);
      }
    }
  });

  it('has a statement of its own for each, which stays when others are added', () => {
    const sids = queue.Statement.map(({ Sid }) => Sid);
    expect(sids).toEqual([...senders.map(({ sid }) => sid), 'DenyWithoutTls']);
    for (const sender of senders) {
      const alone = concretePolicy(queueOf([sender], []), 'transcripts_access').Statement;
      for (const statement of alone) expect(queue.Statement).toContainEqual(statement);
    }
  });

  it('is not synthesised when two of them have the same Sid', () => {
    expect(() => queueOf([bucket, ...rules.map((rule) => ({ ...rule, sid: bucket.sid }))], [])).toThrow(
      'Two senders of the queue transcripts have the Sid SendFromSource',
    );
  });
});
