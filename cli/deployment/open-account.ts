import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { ECSClient } from '@aws-sdk/client-ecs';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { callMemory } from '../../lambda/aws/call-memory';
import { loggingDescriber } from '../../lambda/aws/describe-logging';
import { taskDescriber } from '../../lambda/aws/describe-tasks';
import { transcriptFetcher } from '../../lambda/aws/fetch-transcript';
import { transcriptFinder } from '../../lambda/aws/find-transcript';
import { callLister } from '../../lambda/aws/list-calls';
import { openSessionFinder } from '../../lambda/aws/open-sessions';
import { messageSender } from '../../lambda/aws/send-messages';
import { sessionHistoryTrace } from '../../lambda/aws/session-history';
import type { AuditPorts, Ports } from '../../lambda/ports';
import { ReporterError } from '../../lambda/reporter-error';
import { beginTime, type Time } from '../../lambda/time';
import { CommandError, type ExitCode } from '../exit-code';
import { kosliToken } from '../kosli/kosli-token';
import { evidenceReader, type ReadEvidence } from '../kosli/list-evidence';
import { type TranscriptBytes, transcriptBytes } from '../show/transcript-bytes';
import type { Terminal } from '../terminal';
import type { GivenDeployment } from './deployment-options';
import { REQUEST_LIMITS, withLimitedCalls } from './limited-calls';
import { type Deployment, readDeployment } from './read-deployment';

/** The AWS account of a deployment, as the commands use it: the adapters of the function, with the caller's credentials. */
export interface AwsAccount
  extends Pick<AuditPorts, 'listCalls' | 'findTranscript' | 'describeLogging' | 'openSessions' | 'send'>,
    Pick<Ports, 'now' | 'traceSessions' | 'describeTasks' | 'fetchTranscript'> {
  readonly deployment: Deployment;
  readonly time: Time;
  readonly transcriptBytes: TranscriptBytes;
  readonly sqs: SQSClient;
  readonly ssm: SSMClient;
}

/** The same with what Kosli holds. */
export interface Account extends AwsAccount {
  readonly readEvidence: ReadEvidence;
}

/** Long enough for three months of a busy account: a page of fifty calls is read a second. */
const MAX_MS = 60 * 60_000;

// The adapters speak for the function.
const inCallersName = (message: string): string =>
  message
    .replace(/let the function's role/g, 'let your credentials')
    .replace(/The function's role needs/g, 'Your credentials need')
    .replace(/the function's role/g, 'your credentials');

/** Says the first of warnings that would be said of each session, and how many there were. */
const countedWarnings = (terminal: Terminal) => {
  let first = '';
  let count = 0;
  return {
    warn: (message: string, error: unknown) => {
      count += 1;
      if (count === 1) first = `${message} (${error instanceof Error ? error.message : error})`;
    },
    say: () => {
      if (count > 0) terminal.remark(count === 1 ? first : `${first}; so it is with ${count - 1} more.`);
    },
  };
};

const open = (
  deployment: Deployment,
  time: Time,
  terminal: Terminal,
  warn: (m: string, e: unknown) => void,
) => {
  const { region, settings } = deployment;
  const client = { region, ...REQUEST_LIMITS };
  // LookupEvents allows two calls a second, which all of an account share.
  const cloudtrail = withLimitedCalls(
    new CloudTrailClient({ ...client, retryMode: 'adaptive', maxAttempts: 10 }),
  );
  const ecs = withLimitedCalls(new ECSClient(client));
  const ssm = withLimitedCalls(new SSMClient({ ...client, retryMode: 'adaptive', maxAttempts: 6 }));
  const s3 = withLimitedCalls(new S3Client({ ...client, followRegionRedirects: true }));
  const sqs = withLimitedCalls(new SQSClient(client));
  const account: AwsAccount = {
    deployment,
    time,
    now: () => new Date(),
    listCalls: callLister({ cloudtrail, memory: callMemory() }, time, terminal.remark),
    findTranscript: transcriptFinder(s3, time),
    fetchTranscript: transcriptFetcher(s3, time, false, warn),
    transcriptBytes: transcriptBytes(s3, time),
    describeLogging: loggingDescriber(ecs, time),
    describeTasks: taskDescriber(ecs, time, ({ message }) => terminal.remark(inCallersName(message))),
    openSessions: openSessionFinder(ssm, time),
    traceSessions: sessionHistoryTrace(ssm, time, warn),
    send: messageSender(sqs, settings.queueUrl, time),
    sqs,
    ssm,
  };
  const close = () => {
    for (const each of [cloudtrail, ecs, ssm, s3, sqs]) each.destroy();
  };
  return { account, close };
};

/**
 * Reads the deployment, and does something with its AWS account; the token of Kosli is not read.
 *
 * @throws CommandError when AWS refused or did not answer
 */
export const withAwsAccount = async (
  given: GivenDeployment,
  terminal: Terminal,
  work: (account: AwsAccount) => Promise<ExitCode>,
): Promise<ExitCode> => {
  const deployment = await readDeployment(given);
  const time = beginTime(MAX_MS);
  const warnings = countedWarnings(terminal);
  let close = () => {};
  try {
    const opened = open(deployment, time, terminal, warnings.warn);
    close = opened.close;
    return await work(opened.account);
  } catch (error) {
    if (time.signal.aborted)
      throw new CommandError(
        `This was not done in ${MAX_MS / 60_000} minutes, and was given up; ask for a shorter period, if it has one.`,
        { cause: error },
      );
    if (error instanceof ReporterError)
      throw new CommandError(inCallersName(error.message), { cause: error });
    throw error;
  } finally {
    warnings.say();
    time.end();
    close();
  }
};

/**
 * The same with Kosli.
 *
 * @throws CommandError when AWS or Kosli refused or did not answer, and before either is asked for sessions when the token is
 *   malformed
 */
export const withAccount = (
  given: GivenDeployment,
  terminal: Terminal,
  work: (account: Account) => Promise<ExitCode>,
): Promise<ExitCode> =>
  withAwsAccount(given, terminal, async (account) => {
    const { kosli } = account.deployment.settings;
    const token = kosliToken(account.ssm, kosli.tokenParameter, process.env);
    return work({ ...account, readEvidence: evidenceReader(kosli, token, account.time) });
  });
