import { execCluster } from '../plans';
import { of, one, type RuleCase } from './rule-case';

const cluster = (after = {}, unknown = {}) => ({ type: 'aws_ecs_cluster', after, unknown });
const execution = (inBlock: unknown) => ({ configuration: [{ execute_command_configuration: inBlock }] });
const insights = (...setting: readonly object[]) => cluster({ setting });
const events = (event_pattern: string, name = 'main') => ({
  type: 'aws_cloudwatch_event_rule',
  name,
  after: { event_pattern },
});
const tags = (given: unknown, unknown = {}) => cluster({ tags: given }, { tags_all: true, ...unknown });

/** Rules that read clusters. */
export const CLUSTERS: readonly RuleCase[] = [
  ...of(
    'exec-logging',
    [
      'logs to S3',
      one(execCluster({ logging: 'OVERRIDE', log_configuration: [{ s3_bucket_name: 'b' }] })),
      'passed',
    ],
    ['is NONE', one(execCluster({ logging: 'NONE' })), 'violated', 'logging is "NONE", so ECS Exec'],
    [
      'is DEFAULT',
      one(execCluster({ logging: 'DEFAULT' })),
      'violated',
      'so ECS Exec sessions leave no transcript',
    ],
    ['is null', one(execCluster({ logging: null })), 'violated', 'not set'],
    [
      'is something else',
      one(execCluster({ logging: 'override' })),
      'violated',
      'is "override", expected "OVERRIDE"',
    ],
    ['has no configuration', one(cluster({ configuration: [] })), 'violated', 'no configuration block'],
    ['has null for configuration', one(cluster()), 'violated', 'no configuration block'],
    [
      'has an empty configuration',
      one(cluster({ configuration: [{}] })),
      'violated',
      'no execute_command_configuration block',
    ],
    [
      'has no log_configuration',
      one(execCluster({ logging: 'OVERRIDE' })),
      'violated',
      'no log_configuration',
    ],
    [
      'has a blank bucket',
      one(execCluster({ logging: 'OVERRIDE', log_configuration: [{ s3_bucket_name: ' ' }] })),
      'violated',
      'no s3_bucket_name, so ECS Exec sessions leave no transcript',
    ],
    ['is destroyed', one({ type: 'aws_ecs_cluster', after: null, actions: ['delete'] }), null],
    ['is forgotten', one({ ...cluster(), actions: ['forget'] }), null],
    ['is replaced', one({ ...cluster(), actions: ['delete', 'create'] }), 'violated'],
    ['is a data source', one({ type: 'aws_ecs_cluster', mode: 'data' }), null],
    [
      'has a configuration known later',
      one(cluster({}, { configuration: true })),
      'undecided',
      'configuration is known only after apply',
    ],
    [
      'has one configuration, all of it known later',
      one(cluster({ configuration: [{}] }, { configuration: [true] })),
      'undecided',
      'configuration is known only after apply',
    ],
    [
      'has the rest known later',
      one(cluster({ configuration: [{}] }, execution(true))),
      'undecided',
      'execute_command_configuration is known only after apply',
    ],
    [
      'has logging known later',
      one({ ...execCluster({}), unknown: execution([{ logging: true }]) }),
      'undecided',
      'logging is known only after apply',
    ],
    [
      'has a log_configuration known later',
      one({ ...execCluster({ logging: 'OVERRIDE' }), unknown: execution([{ log_configuration: true }]) }),
      'undecided',
      'log_configuration is known only after apply',
    ],
  ),
  ...of(
    'container-insights',
    ['is on', one(insights({ name: 'containerInsights', value: 'enabled' })), 'passed'],
    [
      'is on, and more',
      one(insights({ name: 'x', value: 'off' }, { name: 'containerInsights', value: 'enhanced' })),
      'passed',
    ],
    ['is off', one(insights({ name: 'containerInsights', value: 'disabled' })), 'violated', 'is not enabled'],
    ['has another setting', one(insights({ name: 'x', value: 'enabled' })), 'violated', 'is not enabled'],
    ['has no setting', one(insights()), 'violated', 'is not enabled'],
    ['is left out', one(cluster({}, { setting: true })), 'undecided', 'the default of the account decides'],
    [
      'is known later',
      one({ ...insights({ name: 'containerInsights' }), unknown: { setting: [{ value: true }] } }),
      'undecided',
      'containerInsights is known only after apply',
    ],
  ),
  ...of(
    'ecs-events',
    ['is there', one(cluster(), events('{"source":["aws.ecs"]}')), 'passed'],
    [
      'is there, among others',
      one(cluster(), events('{"source":["aws.s3"]}', 'a'), events('{"source":["aws.ecs"]}', 'b')),
      'passed',
    ],
    ['is about others', one(cluster(), events('{"source":["aws.s3"]}')), 'violated', '"aws.ecs" as source'],
    ['is not there', one(cluster()), 'violated', 'no aws_cloudwatch_event_rule'],
    [
      'is known later',
      one(cluster(), events('{"source":["aws.s3"]}', 'a'), {
        type: 'aws_cloudwatch_event_rule',
        unknown: { event_pattern: true },
      }),
      'undecided',
      'an event_pattern is known only after apply',
    ],
    ['is of no cluster', one(events('{"source":["aws.ecs"]}')), null],
  ),
  ...of(
    'required-tags',
    ['has one', one(cluster({ tags_all: { owner: 'me' } })), 'passed'],
    ['has one of its own, and others known later', one(tags({ owner: 'me' })), 'passed'],
    ['has one known later', one(tags({}, { tags: { owner: true } })), 'passed'],
    [
      'has all known later',
      one(cluster({}, { tags: true, tags_all: true })),
      'undecided',
      'known only after apply',
    ],
    ['has none', one(tags(null)), 'violated', 'it has no tags'],
    ['has an empty list of them', one(cluster({ tags_all: {} })), 'violated', 'it has no tags'],
    ['is a service without any', one({ type: 'aws_ecs_service' }), 'violated', 'it has no tags'],
    [
      'is a task definition without any',
      one({ type: 'aws_ecs_task_definition' }),
      'violated',
      'it has no tags',
    ],
    [
      'is a capacity provider without any',
      one({ type: 'aws_ecs_capacity_provider' }),
      'violated',
      'it has no tags',
    ],
    ['is none of ECS', one({ type: 'aws_s3_bucket' }), null],
  ),
];
