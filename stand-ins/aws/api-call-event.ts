import { ACCOUNT_ID, REGION } from '../account';

/** A CloudTrail record as EventBridge sends it: https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-cloudtrail.html */
export const apiCallEvent = (record: {
  readonly eventSource?: unknown;
  readonly eventTime?: unknown;
  readonly eventID?: unknown;
}) => ({
  version: '0',
  id: `event-${record.eventID}`,
  'detail-type': 'AWS API Call via CloudTrail',
  source: `aws.${String(record.eventSource).split('.')[0]}`,
  account: ACCOUNT_ID,
  time: record.eventTime,
  region: REGION,
  resources: [],
  detail: record,
});
