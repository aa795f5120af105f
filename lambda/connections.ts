import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { ECSClient } from '@aws-sdk/client-ecs';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { apiTokenParameter } from './aws/api-token';
import { cloudTrailBucket } from './aws/cloudtrail-bucket/cloudtrail-bucket';
import { CLOUDTRAIL_BUCKET_CLIENT } from './aws/cloudtrail-bucket/cloudtrail-bucket-client';
import { taskDescriber } from './aws/describe-tasks';
import { eventHistory } from './aws/event-history';
import { removeLeftCopies, transcriptFetcher } from './aws/fetch-transcript';
import { messageQueue } from './aws/message-queue';
import { sessionHistoryTrace } from './aws/session-history';
import { evidenceReporter } from './kosli/report-evidence';
import type { Journal, MessageQueue, Ports } from './ports';
import type { SessionId } from './session/session-id';
import type { Settings } from './settings';
import type { Time } from './time';

/** What is kept between invocations: the clients and the token. */
export interface Connections {
  /** The ports for one invocation, which has `time` to process a batch about `sessions`. */
  readonly ports: (time: Time, sessions: ReadonlySet<SessionId>) => Ports;
  readonly queue: (time: Time) => MessageQueue;
}

// Without limits, a connection that hangs would block the whole invocation, before the response or (`socketTimeout`) in the
// middle of it. Without `throwOnRequestTimeout` the SDK would only warn.
const limits = (requestTimeout: number) => ({
  requestHandler: {
    connectionTimeout: 2_000,
    requestTimeout,
    socketTimeout: requestTimeout,
    throwOnRequestTimeout: true,
  },
});
const REQUEST_LIMITS = limits(30_000);
/** For reading the token and returning messages: three attempts fit into the time reserved for that. */
const SHORT_REQUEST_LIMITS = limits(4_000);

/** Connects the ports to AWS and Kosli, once per cold start. */
export const openConnections = (settings: Settings, journal: Journal): Connections => {
  removeLeftCopies();
  // LookupEvents allows two calls a second; adaptive retries slow down automatically once throttled.
  const cloudtrail = new CloudTrailClient({ ...REQUEST_LIMITS, retryMode: 'adaptive', maxAttempts: 5 });
  const ecs = new ECSClient(REQUEST_LIMITS);
  const s3 = new S3Client(REQUEST_LIMITS);
  const ssm = new SSMClient(SHORT_REQUEST_LIMITS);
  const sqs = new SQSClient(SHORT_REQUEST_LIMITS);
  const token = apiTokenParameter(ssm, settings.kosli.tokenParameter);
  const urls = { queue: settings.queueUrl, deadLetterQueue: settings.deadLetterQueueUrl };
  const now = () => new Date();
  const placesToSearch = [
    eventHistory(cloudtrail),
    ...(settings.cloudTrail === null
      ? []
      : [
          cloudTrailBucket({
            ...settings.cloudTrail,
            s3: new S3Client({ ...REQUEST_LIMITS, ...CLOUDTRAIL_BUCKET_CLIENT }),
            cloudtrail,
            warn: journal.warn,
            now,
          }),
        ]),
  ];
  return {
    ports: (time, sessions) => ({
      now,
      time,
      placesToSearch,
      traceSessions: sessionHistoryTrace(ssm, time, journal.warn),
      describeTasks: taskDescriber(ecs, time, journal.refused),
      fetchTranscript: transcriptFetcher(s3, time),
      reportEvidence: evidenceReporter(settings.kosli, token, time, sessions),
    }),
    queue: (time) => messageQueue(sqs, urls, time),
  };
};
