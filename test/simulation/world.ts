import { apiCallEvent } from '../../stand-ins/aws/api-call-event';
import type { cloudTrailService } from '../../stand-ins/aws/cloudtrail';
import type { ecsService } from '../../stand-ins/aws/ecs';
import { type EventRule, eventBridge } from '../../stand-ins/aws/eventbridge';
import type { iamService } from '../../stand-ins/aws/iam';
import { objectCreatedMessage, testMessage } from '../../stand-ins/aws/s3-notification';
import { timesOf } from '../../stand-ins/aws/schedule';
import type { systemsManagerService } from '../../stand-ins/aws/ssm';
import type { Engine } from './engine/engine';
import type { Queue } from './engine/queue';
import { DENIED_ROLE, LOGGED, TASK_ROLE, UNLOGGED } from './scenario/places';
import { targetOf } from './scenario/plan-call';
import { HOUR, type PlannedCall, type PlannedUpload, type Scenario } from './scenario/session';
import type { Bucket, ObjectVersion } from './services/s3';

/** Everything outside of the function that a scenario happens to. */
export interface World {
  readonly queue: Queue;
  /** Of EventBridge, as they were deployed. */
  readonly rules: readonly EventRule[];
  readonly bucket: Bucket;
  readonly cloudtrail: ReturnType<typeof cloudTrailService>;
  readonly ecs: ReturnType<typeof ecsService>;
  readonly iam: ReturnType<typeof iamService>;
  readonly ssm: ReturnType<typeof systemsManagerService>;
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
  { queue, rules, bucket, cloudtrail, ecs, iam, ssm }: World,
  scenario: Scenario,
): void => {
  const { publish, ring } = eventBridge(rules, async (url, body) => {
    if (!url.endsWith(`/${queue.name}`))
      throw new Error(`a rule sends to ${url}, expected the queue ${queue.name}`);
    queue.send(body);
  });
  for (const { arn, logging } of [...LOGGED, ...UNLOGGED]) ecs.configureExec(arn, logging);
  for (const { described, taskRoleArn } of scenario.tasks) {
    ecs.run(described);
    ecs.register(described.taskDefinitionArn, taskRoleArn);
  }
  iam.allow(TASK_ROLE, `arn:aws:s3:::${bucket.name}/`);
  iam.allow(DENIED_ROLE, null);
  engine.at(scenario.start, () => {
    queue.send(testMessage(bucket.name, new Date(scenario.start)));
  });
  const call = ({ record, shownAt, announcedAt }: PlannedCall): void => {
    if (Number.isFinite(shownAt)) engine.at(shownAt, () => cloudtrail.record(record));
    // A call that no rule takes would be found later all the same, by the searches.
    const announce = async () => {
      if ((await publish(apiCallEvent(record))) !== 1)
        throw new Error(`no rule takes ${JSON.stringify(record)}`);
    };
    for (const at of announcedAt) engine.at(at, announce);
  };
  const upload = (key: string, { at, bytes, writer, notifiedAt }: PlannedUpload): void =>
    engine.at(at, () => {
      const version = bucket.put(key, bytes);
      const body = notificationOf(bucket, version, writer);
      for (const time of notifiedAt) engine.at(time, () => void queue.send(body));
    });
  for (const { id, task, openedAt, endedAt, key, uploads, call: opening } of scenario.sessions) {
    call(opening);
    const opened = { SessionId: id, Target: targetOf(task), StartDate: openedAt / 1000 };
    engine.at(openedAt, () => ssm.openSession(opened));
    engine.at(endedAt, () => ssm.endSession({ ...opened, EndDate: endedAt / 1000 }));
    for (const each of uploads) upload(key, each);
    if (task.fate !== 'stopped') continue;
    const stoppedAt = endedAt / 1000;
    engine.at(endedAt, () => ecs.run({ ...task.described, lastStatus: 'STOPPED', stoppedAt }));
    engine.at(endedAt + KNOWN_AFTER_STOP, () => ecs.forget(task.arn));
  }
  for (const each of [...scenario.refused, ...scenario.bypasses, ...scenario.byEcs]) call(each);
  for (const { at, body } of scenario.poison) engine.at(at, () => void queue.send(body));
  for (const { name, scheduleExpression } of rules) {
    const times =
      scheduleExpression === null ? [] : timesOf(scheduleExpression, scenario.start, scenario.end);
    for (const time of times) engine.at(time, () => ring(name));
  }
};
