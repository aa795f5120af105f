import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { ECSClient } from '@aws-sdk/client-ecs';
import { IAMClient } from '@aws-sdk/client-iam';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { apiTokenParameter } from './aws/api-token';
import { callMemory } from './aws/call-memory';
import { cloudTrailBucket } from './aws/cloudtrail-bucket/cloudtrail-bucket';
import { CLOUDTRAIL_BUCKET_CLIENT } from './aws/cloudtrail-bucket/cloudtrail-bucket-client';
import { countThrottles } from './aws/count-throttles';
import { loggingDescriber } from './aws/describe-logging';
import { taskDescriber } from './aws/describe-tasks';
import { eventHistory } from './aws/event-history';
import { removeLeftCopies, transcriptFetcher } from './aws/fetch-transcript';
import { transcriptFinder } from './aws/find-transcript';
import { limitAnswers } from './aws/limit-answers';
import { callLister } from './aws/list-calls';
import { transcriptLister } from './aws/list-transcripts';
import { uploadOracle } from './aws/may-upload';
import { messageQueue } from './aws/message-queue';
import { openSessionFinder } from './aws/open-sessions';
import { refuseForeignLists } from './aws/refuse-foreign-lists';
import { rememberingPlace } from './aws/remembering-place';
import { messageSender } from './aws/send-messages';
import { sessionHistoryTrace } from './aws/session-history';
import type { Subject } from './evidence/attestation';
import { trailReader } from './kosli/read-trail';
import { evidenceReporter } from './kosli/report-evidence';
import type { AuditPorts, Journal, MessageQueue, Ports } from './ports';
import { sessionMemory } from './reconcile/session-memory';
import type { Settings } from './settings';
import type { Time } from './time';

/** What is kept between invocations: the clients and the token. */
export interface Connections {
  /** The ports for one invocation, which has `time` to process a batch about `sessions`. */
  readonly ports: (time: Time, subjects: ReadonlySet<Subject>) => Ports;
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

/** What stands between the function and S3 answers for it at times. */
const ownAnswersOnly = (s3: S3Client): S3Client => refuseForeignLists(limitAnswers(s3));

/** Connects the ports to AWS and Kosli, once per cold start. */
export const openConnections = (settings: Settings, journal: Journal): Connections => {
  removeLeftCopies();
  // LookupEvents allows two calls a second; adaptive retries slow down automatically once throttled.
  const cloudtrail = limitAnswers(
    new CloudTrailClient({ ...REQUEST_LIMITS, retryMode: 'adaptive', maxAttempts: 5 }),
  );
  const ecs = limitAnswers(new ECSClient(REQUEST_LIMITS));
  const iam = limitAnswers(new IAMClient(SHORT_REQUEST_LIMITS));
  const s3 = ownAnswersOnly(new S3Client(REQUEST_LIMITS));
  const ssm = limitAnswers(new SSMClient(SHORT_REQUEST_LIMITS));
  const sqs = limitAnswers(new SQSClient(SHORT_REQUEST_LIMITS));
  countThrottles(cloudtrail, () => journal.count('LookupEventsThrottles'));
  const kosliFailed = () => journal.count('KosliErrors');
  const token = apiTokenParameter(ssm, settings.kosli.tokenParameter);
  const urls = { queue: settings.queueUrl, deadLetterQueue: settings.deadLetterQueueUrl };
  const now = () => new Date();
  const memory = callMemory();
  const history = { cloudtrail, memory };
  const transcripts = { bucket: settings.transcriptBucket, prefix: settings.transcriptPrefix };
  const placesToSearch = [
    eventHistory(history),
    ...(settings.cloudTrail === null
      ? []
      : [
          rememberingPlace(
            cloudTrailBucket({
              ...settings.cloudTrail,
              s3: ownAnswersOnly(new S3Client({ ...REQUEST_LIMITS, ...CLOUDTRAIL_BUCKET_CLIENT })),
              cloudtrail,
              warn: journal.warn,
              now,
            }),
            memory,
          ),
        ]),
  ];
  const completeSessions = sessionMemory();
  const audit = (time: Time): AuditPorts => ({
    listCalls: callLister(history, time, journal.warn),
    readTrail: trailReader(settings.kosli, token, time, kosliFailed),
    findTranscript: transcriptFinder(s3, time),
    listTranscripts: transcriptLister(s3, transcripts, time),
    describeLogging: loggingDescriber(ecs, time),
    openSessions: openSessionFinder(ssm, time),
    mayUpload: uploadOracle({ ecs, iam }, time),
    warn: journal.warn,
    send: messageSender(sqs, settings.queueUrl, time),
  });
  return {
    ports: (time, subjects) => {
      // Read while callers are searched for. A failure is for whoever needs the token, who asks again.
      if (subjects.size > 0) token.read().catch(() => {});
      return {
        now,
        time,
        audit: audit(time),
        completeSessions,
        placesToSearch,
        traceSessions: sessionHistoryTrace(ssm, time, journal.warn),
        describeTasks: taskDescriber(ecs, time, journal.refused),
        fetchTranscript: transcriptFetcher(
          s3,
          time,
          settings.transcriptAttachment === 'attach',
          journal.warn,
        ),
        ...evidenceReporter(settings.kosli, token, time, subjects, kosliFailed),
      };
    },
    queue: (time) => messageQueue(sqs, urls, time),
  };
};
