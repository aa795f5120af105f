import { randomUUID } from 'node:crypto';
import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { objectCreatedMessage } from '../../stand-ins/aws/s3-notification';
import { person } from '../../stand-ins/recorded-session/callers';
import { executeCommandRecord } from '../../stand-ins/recorded-session/execute-command-record';
import { SESSION_TARGET } from '../../stand-ins/recorded-session/session';
import { serviceTask } from '../../stand-ins/recorded-session/task';
import type { Stage } from '../../stand-ins/stage';
import { etagOf, keyOf } from './transcript-server';

/** A session of a benchmark. */
export interface BenchSession {
  readonly id: string;
  readonly openedAt: Date;
  readonly endedAt: Date;
  readonly person: string;
  readonly transcriptBytes: number;
}

const MAX_BATCH = 10;

let sessions = 0;
/** An id that no session of this process had. */
export const nextSessionId = (): string => {
  sessions += 1;
  return `ecs-execute-command-bench${String(sessions).padStart(21, '0')}`;
};

/** CloudTrail shows the calls that opened them, Systems Manager when they began and ended, and their task runs. */
export const showSessions = ({ ecs, cloudtrail, ssm }: Stage, shown: readonly BenchSession[]): void => {
  ecs.run(serviceTask());
  for (const { id, openedAt, endedAt, person: name } of shown) {
    cloudtrail.record(
      executeCommandRecord({ sessionId: id, openedAt, userIdentity: person(name), eventId: randomUUID() }),
    );
    ssm.endSession({
      SessionId: id,
      Target: SESSION_TARGET,
      StartDate: Math.floor(openedAt.getTime() / 1000),
      EndDate: Math.floor(endedAt.getTime() / 1000),
    });
  }
};

const notificationOf = (bucket: string, { id, endedAt, transcriptBytes }: BenchSession): string => {
  const key = keyOf(id, transcriptBytes);
  return objectCreatedMessage('bench', {
    bucket,
    key,
    versionId: randomUUID(),
    sizeBytes: transcriptBytes,
    etag: etagOf(key),
    how: 'Put',
    at: endedAt,
  });
};

/** S3 notifies the queue of their transcripts. */
export const uploadTranscripts = async (
  { sqs, applied }: Stage,
  uploaded: readonly BenchSession[],
): Promise<void> => {
  const { queueUrl: QueueUrl } = applied.mapping;
  for (let at = 0; at < uploaded.length; at += MAX_BATCH) {
    const Entries = uploaded.slice(at, at + MAX_BATCH).map((session, index) => ({
      Id: String(index),
      MessageBody: notificationOf(applied.bucket, session),
    }));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  }
};

const NAMES = ['command-logs', 'service-identity', 'user-identity'].join();

/** @throws unless Kosli holds each session's three attestations, once */
export const checkEvidence = ({ kosli }: Stage, reported: readonly BenchSession[]): void => {
  const held = new Map<unknown, string[]>();
  for (const { attestations } of kosli.trails.values())
    for (const { attestation_name: name, user_data } of attestations) {
      const names = held.get(user_data?.session_id) ?? [];
      names.push(name);
      held.set(user_data?.session_id, names);
    }
  for (const { id } of reported) {
    const names = (held.get(id) ?? []).toSorted().join();
    if (names !== NAMES) throw new Error(`Kosli holds "${names}" of ${id}; expected "${NAMES}"`);
  }
};
