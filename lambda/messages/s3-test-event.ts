import * as v from 'valibot';
import { ignored, type MessageParser } from './message';

const TestEvent = v.object({ Service: v.literal('Amazon S3'), Event: v.literal('s3:TestEvent') });

/** What S3 sends whenever the notification is configured, to check that it has permission. */
export const parseS3TestEvent: MessageParser = (body) =>
  v.is(TestEvent, body) ? ignored('s3:TestEvent, sent when the notification was configured') : null;
