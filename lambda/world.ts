import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { ECSClient } from '@aws-sdk/client-ecs';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { apiTokenParameter } from './aws/api-token';
import { taskDescriber } from './aws/describe-tasks';
import { eventHistorySearch } from './aws/event-history';
import { removeLeftCopies, transcriptFetcher } from './aws/fetch-transcript';
import { messageQueue } from './aws/message-queue';
import { sessionHistoryTrace } from './aws/session-history';
import { trailBucketSearch } from './aws/trail-bucket/search-trail-bucket';
import { TRAIL_BUCKET_CLIENT } from './aws/trail-bucket/trail-bucket-client';
import type { Journal } from './journal';
import { evidenceReporter } from './kosli/report-evidence';
import type { World } from './ports';
import type { Settings } from './settings';
import type { MessageQueue } from './settle-message';

/** Where the function runs, which is where the sessions it reports took place. */
export interface Whereabouts {
  readonly accountId: string;
  readonly region: string;
}

/** What is kept between invocations: connections and the token. */
export interface Outside {
  /** The world for one invocation; every call in it ends when `signal` does. */
  readonly world: (whereabouts: Whereabouts, signal: AbortSignal) => World;
  readonly queue: MessageQueue;
}

// Without limits a connection that hangs would take the whole invocation with it.
const REQUEST_LIMITS = { requestHandler: { connectionTimeout: 5_000, requestTimeout: 30_000 } };

/** Wires the ports to AWS and Kosli; once for each cold start. */
export const openOutside = (settings: Settings, journal: Journal): Outside => {
  removeLeftCopies();
  // LookupEvents allows two calls a second: adaptive retries slow down by themselves once throttled.
  const cloudtrail = new CloudTrailClient({ ...REQUEST_LIMITS, retryMode: 'adaptive', maxAttempts: 5 });
  const ecs = new ECSClient(REQUEST_LIMITS);
  const s3 = new S3Client(REQUEST_LIMITS);
  const ssm = new SSMClient(REQUEST_LIMITS);
  const token = apiTokenParameter(ssm, settings.kosli.tokenParameter);
  const { trail } = settings;
  const trailS3 = new S3Client({ ...REQUEST_LIMITS, ...TRAIL_BUCKET_CLIENT });
  return {
    world: (whereabouts, signal) => ({
      now: () => new Date(),
      searchEventHistory: eventHistorySearch(cloudtrail, signal),
      traceSessions: sessionHistoryTrace(ssm, signal, journal.warn),
      searchTrailBucket:
        trail === null
          ? null
          : trailBucketSearch({
              s3: trailS3,
              cloudtrail,
              ...trail,
              ...whereabouts,
              warn: journal.warn,
              signal,
            }),
      describeTasks: taskDescriber(ecs, signal),
      fetchTranscript: transcriptFetcher(s3, signal),
      reportEvidence: evidenceReporter(settings.kosli, token, signal),
    }),
    queue: messageQueue(new SQSClient(REQUEST_LIMITS), {
      queue: settings.queueUrl,
      deadLetterQueue: settings.deadLetterQueueUrl,
    }),
  };
};
