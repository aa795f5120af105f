import { ECSClient } from '@aws-sdk/client-ecs';
import { loggingDescriber } from '../../../lambda/aws/describe-logging';
import { DependencyUnavailableError, SetupError } from '../../../lambda/reporter-error';
import { beginTime, type InvocationTime } from '../../../lambda/time';
import { type Ecs, type ExecConfiguration, openEcs } from '../../../stand-ins/aws/ecs';
import { at } from '../../stand-ins/aws/clients';
import { answering, refusal } from './answering';

const arn = (name: string) => `arn:aws:ecs:eu-central-1:111122223333:cluster/${name}`;

let time: InvocationTime;
let ecs: Ecs;
beforeEach(async () => {
  time = beginTime(60_000);
  ecs = await openEcs();
});
afterEach(async () => {
  time.end();
  await ecs.close();
});
const describeLogging = (clusters: readonly string[], client = new ECSClient(at(ecs.url))) =>
  loggingDescriber(client, time)(clusters);

describe('how a cluster logs ECS Exec', () => {
  const toS3 = { s3BucketName: 'exec-logs', s3KeyPrefix: '/infra//dev/' };
  it.each<[string, ExecConfiguration, object]>([
    ['nothing', { logging: 'NONE' }, { kind: 'none' }],
    ["the container's log", { logging: 'DEFAULT' }, { kind: 'default' }],
    ['nothing special, when never configured', {}, { kind: 'default' }],
    [
      'to S3, with the prefix as configured',
      { logging: 'OVERRIDE', logConfiguration: toS3 },
      { kind: 'override', bucket: 'exec-logs', prefix: '/infra//dev/' },
    ],
    [
      'elsewhere than to S3',
      { logging: 'OVERRIDE', logConfiguration: {} },
      { kind: 'override', bucket: null, prefix: '' },
    ],
  ])('is %s', async (_, configuration, logging) => {
    ecs.configureExec(arn('infra-dev'), configuration);
    const described = await describeLogging([arn('infra-dev'), 'infra-dev']);
    expect([...described]).toEqual([
      [arn('infra-dev'), logging],
      ['infra-dev', logging],
    ]);
  });

  it('is unknown of a cluster that does not exist, which is an answer', async () => {
    ecs.configureExec(arn('dev'), {});
    const described = await describeLogging(['infra-dev', arn('other')]);
    expect([...described.values()]).toEqual([{ kind: 'no-cluster' }, { kind: 'no-cluster' }]);
  });

  it('is asked a hundred clusters at a time, each once, and not at all of none', async () => {
    const names = Array.from({ length: 101 }, (_, number) => `cluster-${number}`);
    for (const name of names) ecs.configureExec(arn(name), { logging: 'NONE' });
    await describeLogging([]);
    const described = await describeLogging([...names, ...names]);
    expect(new Set(described.values())).toEqual(new Set(names.map(() => ({ kind: 'none' }))));
    expect(described.size).toBe(101);
    expect(ecs.calls).toHaveLength(2);
  });

  it.each([
    ['refuses', refusal('AccessDeniedException', 'not authorized'), SetupError],
    ['is down', refusal('ServerException', 'try again', 500), DependencyUnavailableError],
  ])('is an error, by cluster, when ECS %s', async (_, answer, kind) => {
    const { settings } = answering(() => answer);
    const described = await describeLogging(['infra-dev'], new ECSClient(settings));
    expect(described.get('infra-dev')).toBeInstanceOf(kind);
  });
});
