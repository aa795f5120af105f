import { join } from 'node:path';
import {
  GetBucketNotificationConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
} from '@aws-sdk/client-s3';
import type { AccountInRegion } from './account';
import type { Deployment } from './deployment';
import type { Scenario } from './scenarios';
import { prepareRoot, type StackRoot, tryReporter } from './stack-root';
import { synthesiseStacks } from './synthesise-stacks';
import { checkSecondPlan, destroyAllExcept, initAndValidate, planAndApply } from './terraform-steps';

const NOTIFICATION = 'aws_s3_bucket_notification.transcript_notification';
const QUEUES = ['aws_sqs_queue.dead_letters', 'aws_sqs_queue.transcripts'];

const documentOf = async ({ s3, bucket: Bucket }: AccountInRegion) => {
  const { $metadata: _, ...document } = await s3.send(
    new GetBucketNotificationConfigurationCommand({ Bucket }),
  );
  return document;
};

/** What the owner of the bucket does: EventBridge on, beside whatever is there. */
const turnEventBridgeOn = async (account: AccountInRegion): Promise<string> => {
  const NotificationConfiguration = { ...(await documentOf(account)), EventBridgeConfiguration: {} };
  await account.s3.send(
    new PutBucketNotificationConfigurationCommand({ Bucket: account.bucket, NotificationConfiguration }),
  );
  return `beside ${NotificationConfiguration.QueueConfigurations?.length ?? 0} queues`;
};

// moto does not show EventBridge in a document, but it shows the rest, and S3 empties a document as a whole.
const checkUntouched = async (account: AccountInRegion): Promise<void> => {
  const { QueueConfigurations = [] } = await documentOf(account);
  if (QueueConfigurations.length !== 1) throw new Error('Terraform emptied the document on the way');
};

const removeQueues = async ({ s3, bucket: Bucket }: AccountInRegion): Promise<void> => {
  const NotificationConfiguration = { EventBridgeConfiguration: {} };
  await s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }));
};

/** Changes the trigger of a deployed reporter, and changes it back, in the order docs/terraform.md gives. */
export const changeTrigger = async (
  deployment: Deployment,
  { options, regions }: Scenario,
): Promise<void> => {
  const { report, sandbox, accounts } = deployment;
  const [region = ''] = regions;
  const [account] = accounts;
  if (!account) throw new Error('the scenario names no region');
  const rootWith = async (trigger: string): Promise<StackRoot> => {
    const [stack] = await synthesiseStacks(join(sandbox.folder, trigger), { ...options, trigger });
    if (!stack) throw new Error('nothing was synthesised');
    return prepareRoot(deployment, stack, region);
  };

  const before = await report.check('synth', () => rootWith('s3-notification'));
  const { terraform } = before;
  await report.check('init and validate', () => initAndValidate(terraform));
  await report.check('s3-notification: apply', () => planAndApply(before.terraform));
  await tryReporter(deployment, before, 0);

  await report.check('to eventbridge: the notification is left to its owner', () =>
    terraform.run('state', 'rm', NOTIFICATION),
  );
  await report.check('to eventbridge: the owner turns EventBridge on', () => turnEventBridgeOn(account));
  const changed = await report.check('to eventbridge: synth', () => rootWith('eventbridge'));
  await report.check('to eventbridge: apply', () => planAndApply(changed.terraform));
  await report.check("to eventbridge: the owner's document is as it was", () => checkUntouched(account));
  await report.check('to eventbridge: the owner takes the queue out', () => removeQueues(account));
  await report.check('to eventbridge: second plan', () => checkSecondPlan(terraform));
  await tryReporter(deployment, changed, 1);

  const back = await report.check('to s3-notification: synth', () => rootWith('s3-notification'));
  await report.check('to s3-notification: apply', () => planAndApply(back.terraform));
  await report.check('to s3-notification: second plan', () => checkSecondPlan(terraform));
  await tryReporter(deployment, back, 2);
  await report.check('destroy', () => destroyAllExcept(terraform, QUEUES));
};
