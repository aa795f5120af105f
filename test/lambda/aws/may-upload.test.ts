import { ECSClient } from '@aws-sdk/client-ecs';
import { IAMClient } from '@aws-sdk/client-iam';
import { uploadOracle } from '../../../lambda/aws/may-upload';
import { OutOfTimeError } from '../../../lambda/reporter-error';
import { beginTime, type InvocationTime } from '../../../lambda/time';
import { type Ecs, openEcs } from '../../../stand-ins/aws/ecs';
import { type Iam, openIam } from '../../../stand-ins/aws/iam';
import { at } from '../../stand-ins/aws/clients';

const ECS = 'arn:aws:ecs:eu-central-1:111122223333';
const TASK = { taskArn: `${ECS}:task/infra-dev/8a58`, cluster: `${ECS}:cluster/infra-dev` };
const DEFINITION = `${ECS}:task-definition/web:7`;
const ROLE = 'arn:aws:iam::111122223333:role/web-task';
const PLACE = { bucket: 'exec-logs', key: 'infra-dev/x.log' };

let time: InvocationTime;
let ecs: Ecs;
let iam: Iam;
beforeEach(async () => {
  time = beginTime(60_000);
  [ecs, iam] = await Promise.all([openEcs(), openIam()]);
});
afterEach(async () => {
  time.end();
  await Promise.all([ecs.close(), iam.close()]);
});
const run = (task: object = {}) =>
  ecs.run({ taskArn: TASK.taskArn, clusterArn: TASK.cluster, taskDefinitionArn: DEFINITION, ...task });
const mayUpload = (iamUrl = iam.url) =>
  uploadOracle({ ecs: new ECSClient(at(ecs.url)), iam: new IAMClient(at(iamUrl)) }, time)(TASK, PLACE);

describe('whether a task may upload', () => {
  it.each([
    ['arn:aws:s3:::exec-logs/infra-dev/', true],
    ['arn:aws:s3:::exec-logs/prod/', false],
    [null, false],
  ])('is what IAM says of its role (allowed: %s)', async (allowed, answer) => {
    run();
    ecs.register(DEFINITION, ROLE);
    iam.allow(ROLE, allowed);
    expect(await mayUpload()).toBe(answer);
  });

  it('is asked of the role that the task was started with instead of the one of its definition', async () => {
    run({ overrides: { taskRoleArn: `${ROLE}-override` } });
    ecs.register(DEFINITION, ROLE);
    iam.allow(`${ROLE}-override`, 'arn:aws:s3:::');
    expect(await mayUpload()).toBe(true);
    expect(iam.asked).toEqual([`${ROLE}-override`]);
  });

  it('is unknown of a task that ECS has forgotten, and in a cluster that is gone', async () => {
    expect(await mayUpload()).toBeNull();
    run();
    ecs.forget(TASK.taskArn);
    expect(await mayUpload()).toBeNull();
    expect(iam.asked).toEqual([]);
  });

  it('is unknown of a task without a role, with a role that is gone, and without its definition', async () => {
    run();
    expect(await mayUpload()).toBeNull();
    ecs.register(DEFINITION, null);
    expect(await mayUpload()).toBeNull();
    ecs.register(DEFINITION, ROLE);
    expect(await mayUpload()).toBeNull();
    expect(iam.asked).toEqual([ROLE]);
  });

  it('is unknown where IAM is out of reach, as in a VPC', async () => {
    run();
    ecs.register(DEFINITION, ROLE);
    await iam.close();
    const reached = await mayUpload().finally(async () => {
      iam = await openIam();
    });
    expect(reached).toBeNull();
  });

  it('is not said to be unknown because the time is up', async () => {
    run();
    time.end();
    await expect(mayUpload()).rejects.toThrow(OutOfTimeError);
  });
});
