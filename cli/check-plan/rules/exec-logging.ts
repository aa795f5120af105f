import { at, isSet, isUnknown, items, type Place, shown, textOf } from '../place';
import { type Findings, judgeEach, type Rule, resourceBlock } from '../rule';

const afterApply = (what: string): Findings => ({ undecided: [`${what} is known only after apply`] });
const wrong = (what: string): Findings => ({ violations: [what] });

const UNRECORDED = 'so ECS Exec sessions leave no transcript in S3';

const judgeDestination = (exec: Place, requireS3: boolean): Findings => {
  const destinations = at(exec, 'log_configuration');
  if (isUnknown(destinations)) return afterApply('log_configuration');
  const [destination] = items(destinations);
  if (destination === undefined)
    return wrong('logging is "OVERRIDE", but there is no log_configuration block to say where logs go');
  if (isSet(at(destination, 's3_bucket_name'))) return {};
  if (requireS3)
    return wrong(`logging is "OVERRIDE", but log_configuration has no s3_bucket_name, ${UNRECORDED}`);
  return isSet(at(destination, 'cloud_watch_log_group_name'))
    ? {}
    : wrong('log_configuration has neither s3_bucket_name nor cloud_watch_log_group_name');
};

const judgeLogging = (exec: Place, requireS3: boolean): Findings => {
  const logging = at(exec, 'logging');
  if (isUnknown(logging)) return afterApply('logging');
  const value = textOf(logging);
  if (value === null) return wrong('logging is not set');
  if (value === 'NONE') return wrong('logging is "NONE", so ECS Exec sessions are not logged');
  if (value === 'OVERRIDE') return judgeDestination(exec, requireS3);
  if (value !== 'DEFAULT') return wrong(`logging is ${shown(logging)}, expected "OVERRIDE"`);
  return requireS3
    ? wrong(`logging is "DEFAULT", which logs to the awslogs driver of the task if it has one, ${UNRECORDED}`)
    : {};
};

const judgeCluster = (cluster: Place, requireS3: boolean): Findings => {
  let place = cluster;
  for (const block of ['configuration', 'execute_command_configuration']) {
    const blocks = at(place, block);
    if (isUnknown(blocks)) return afterApply(block);
    const [first] = items(blocks);
    if (first === undefined) return wrong(`there is no ${block} block`);
    if (isUnknown(first)) return afterApply(block);
    place = first;
  }
  return judgeLogging(place, requireS3);
};

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ExecuteCommandConfiguration.html */
export const execLogging: Rule = {
  id: 'exec-logging',
  control: null,
  title: 'ECS clusters must log ECS Exec',
  reason: 'A shell in a container of a cluster that does not log leaves no record of what was done in it.',
  level: 'must',
  remediation: (resource) =>
    resourceBlock(
      resource,
      'configuration {',
      '  execute_command_configuration {',
      '    logging = "OVERRIDE"',
      '    log_configuration {',
      '      s3_bucket_name = "NAME_OF_THE_BUCKET_FOR_TRANSCRIPTS"',
      '    }',
      '  }',
      '}',
    ),
  judge: (plan, { requireS3 }) =>
    judgeEach(plan, ['aws_ecs_cluster'], ({ planned }) => judgeCluster(planned, requireS3)),
};
