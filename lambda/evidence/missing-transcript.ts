import type { Statement } from './attestation';
import type { Attached } from './command-logs';
import { UNMEASURED } from './command-logs';
import type { SessionFacts } from './plan-evidence';
import { sessionData } from './session-data';
import { truncate } from './truncate';
import { writerOf } from './writer';

/** Why a session has no transcript, as far as that can be told afterwards. */
export type MissingCause =
  /** The cluster logs no sessions at all. */
  | 'logging-none'
  /** The cluster logs them where its containers log, if anywhere, and never to S3. */
  | 'logging-default'
  /** The cluster's log configuration names no bucket. */
  | 'no-s3'
  /** The cluster's log configuration names another bucket. */
  | 'other-bucket'
  /** The task ended before the agent in it could upload. */
  | 'task-stopped'
  /** The role of the task may not write to the bucket. */
  | 'upload-denied'
  | 'unknown';

/** A place in S3. */
interface Place {
  readonly bucket: string;
  readonly key: string;
}

/** A transcript that was not found. */
export interface MissingTranscript {
  /** Where it was looked for. */
  readonly lookedAt: Place;
  /** Where it would have to be; null where that is not known. */
  readonly bucket: string | null;
  readonly key: string | null;
  readonly cause: MissingCause;
}

interface Explanation {
  readonly meaning: string;
  readonly whatToDo: string;
}

// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ExecuteCommandConfiguration.html
const SET_UP_LOGGING =
  'Set executeCommandConfiguration of the cluster to logging OVERRIDE with this bucket as s3BucketName.';

const EXPLANATIONS: Readonly<Record<MissingCause, Explanation>> = {
  'logging-none': {
    meaning: 'the cluster has ECS Exec logging turned off (NONE)',
    whatToDo: SET_UP_LOGGING,
  },
  'logging-default': {
    meaning:
      'the cluster logs ECS Exec sessions to the log driver of the container (DEFAULT), which S3 gets nothing of',
    whatToDo: SET_UP_LOGGING,
  },
  'no-s3': {
    meaning: 'the log configuration of the cluster names no S3 bucket',
    whatToDo: SET_UP_LOGGING,
  },
  'other-bucket': {
    meaning: 'the log configuration of the cluster names another S3 bucket',
    whatToDo:
      'The transcript may be there. Name this bucket as s3BucketName, or deploy a reporter for the other bucket.',
  },
  'task-stopped': {
    meaning: 'the task stopped before it could upload one',
    whatToDo: 'Then what was done in the shell is not recorded anywhere: ask the caller.',
  },
  'upload-denied': {
    meaning: 'the role of the task may not write to the bucket',
    whatToDo:
      'Allow the task role s3:PutObject below the prefix, s3:GetEncryptionConfiguration, and kms:GenerateDataKey with the key of the bucket.',
  },
  unknown: {
    meaning: 'the cause is not known',
    whatToDo:
      'The container may lack script or cat, somebody may have stopped the agent in it, or deleted the transcript: ask the caller. ' +
      'If the cluster had another s3KeyPrefix then, the transcript may lie under another key; the daily search reports it from there.',
  },
};

/** The `command-logs` attestation of a session whose transcript was not found: it says where nothing was, and no more. */
export const missingTranscript = (
  facts: SessionFacts,
  { lookedAt, bucket, key, cause }: MissingTranscript,
): Statement => {
  const { meaning, whatToDo } = EXPLANATIONS[cause];
  const reason = `no transcript was found at s3://${lookedAt.bucket}/${truncate(lookedAt.key)}: ${meaning}`;
  return {
    name: 'command-logs',
    compliant: false,
    description: `Not compliant: ${reason}. ${whatToDo}`,
    userData: {
      ...UNMEASURED,
      bucket,
      key: key === null ? null : truncate(key),
      uploaded_at: null,
      ...writerOf(facts, null).data,
      ...sessionData(facts.caller, null),
      attached: 'none' satisfies Attached,
      cause,
      reason,
    },
    attachment: null,
  };
};
