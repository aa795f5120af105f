import { apiCallEvent } from '../../stand-ins/aws/api-call-event';
import { objectCreatedMessage, testMessage } from '../../stand-ins/aws/s3-notification';
import type { Engine } from './engine/engine';
import type { Queue } from './engine/queue';
import { LOGGED, UNLOGGED } from './scenario/places';
import { DAY, HOUR, MINUTE, type PlannedCall, type PlannedUpload, type Scenario } from './scenario/session';
import type { Ecs } from './services/ecs';
import type { EventHistory } from './services/event-history';
import type { Bucket, ObjectVersion } from './services/s3';
import type { SystemsManager } from './services/systems-manager';

/** Everything outside of the function that a scenario happens to. */
export interface World {
  readonly queue: Queue;
  readonly bucket: Bucket;
  readonly history: EventHistory;
  readonly ecs: Ecs;
  readonly ssm: SystemsManager;
}

const notificationOf = (
  bucket: Bucket,
  { key, versionId, bytes, etag, uploadedAt }: ObjectVersion,
  writer: string,
) =>
  objectCreatedMessage('exec-transcripts', {
    bucket: bucket.name,
    key,
    versionId,
    sizeBytes: bytes.length,
    etag,
    how: 'Put',
    at: new Date(uploadedAt),
    writerPrincipalId: `AROATASKROLE:${writer}`,
  });

/** ECS describes a stopped task for about an hour. */
const KNOWN_AFTER_STOP = HOUR;

/** Plans everything that happens in a scenario. */
export const setInMotion = (
  engine: Engine,
  { queue, bucket, history, ecs, ssm }: World,
  scenario: Scenario,
  { statements }: { readonly statements: boolean },
): void => {
  for (const { arn, logging } of [...LOGGED, ...UNLOGGED]) ecs.addCluster(arn, logging);
  for (const { described } of scenario.tasks) ecs.run(described);
  engine.at(scenario.start, () => {
    queue.send(testMessage(bucket.name, new Date(scenario.start)));
  });
  const call = ({ record, shownAt, announcedAt }: PlannedCall): void => {
    if (Number.isFinite(shownAt)) history.record(record, shownAt);
    for (const at of announcedAt) engine.at(at, () => void queue.send(JSON.stringify(apiCallEvent(record))));
  };
  const upload = (key: string, { at, bytes, writer, notifiedAt }: PlannedUpload): void =>
    engine.at(at, () => {
      const version = bucket.put(key, bytes);
      const body = notificationOf(bucket, version, writer);
      for (const time of notifiedAt) engine.at(time, () => void queue.send(body));
    });
  for (const { id, task, openedAt, endedAt, key, uploads, call: opening } of scenario.sessions) {
    call(opening);
    const target = `ecs:${task.cluster.name}_${task.id}_${task.id}-1527056392`;
    ssm.open({ id, target, startedAt: openedAt, endedAt });
    for (const each of uploads) upload(key, each);
    if (task.fate !== 'stopped') continue;
    const stoppedAt = endedAt / 1000;
    engine.at(endedAt, () => ecs.run({ ...task.described, lastStatus: 'STOPPED', stoppedAt }));
    engine.at(endedAt + KNOWN_AFTER_STOP, () => ecs.forget(task.arn));
  }
  for (const each of [...scenario.refused, ...scenario.bypasses, ...scenario.byEcs]) call(each);
  for (const { at, body } of scenario.poison) engine.at(at, () => void queue.send(body));
  for (let time = scenario.start; time < scenario.end; time += HOUR)
    engine.at(time, () => void queue.send(JSON.stringify({ kind: 'reconcile' })));
  for (let time = scenario.start + 4 * HOUR + 30 * MINUTE; time < scenario.end; time += DAY) {
    engine.at(time, () => {
      queue.send(JSON.stringify({ kind: 'reconcile', daily: true }));
      if (statements) queue.send(JSON.stringify({ kind: 'completeness' }));
    });
  }
};
