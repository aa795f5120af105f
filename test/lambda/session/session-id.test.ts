import { parseSessionId, sessionIdOfKey } from '../../../lambda/session/session-id';
import { taskOfTarget } from '../../../lambda/session/ssm-target';
import { SESSION } from '../records';

describe('a session id', () => {
  it.each([
    ['seventeen hex digits', 'ecs-execute-command-0d225423a59c47fc5'],
    ['26 letters and digits', SESSION],
    ['letters of either case', 'ecs-execute-command-ABCdef0123'],
    ['as many as SSM allows', `ecs-execute-command-${'a'.repeat(76)}`],
  ])('is one with %s', (_, id) => {
    expect(parseSessionId(id)).toBe(id);
  });

  it.each([
    ['too few', 'ecs-execute-command-abcdef012'],
    ['too many', `ecs-execute-command-${'a'.repeat(77)}`],
    ['another prefix', 'alice@example.com-0d225423a59c47fc5'],
    ['something before it', `x${SESSION}`],
    ['something after it', `${SESSION}.log`],
    ['another character', 'ecs-execute-command-ab12.cd34ef56'],
    ['nothing', ''],
  ])('is not one with %s', (_, text) => {
    expect(parseSessionId(text)).toBeNull();
  });

  it('is in the last part of the key of its transcript', () => {
    expect(sessionIdOfKey(`a/b/${SESSION}.log`)).toBe(SESSION);
    expect(sessionIdOfKey(`${SESSION}.log`)).toBe(SESSION);
  });

  it.each([`a/${SESSION}`, `a/${SESSION}xlog`, `a/${SESSION}.log/b`, `a/x${SESSION}.log`])(
    'is not in the key %s',
    (key) => {
      expect(sessionIdOfKey(key)).toBeNull();
    },
  );
});

describe('the target of a session in a task', () => {
  const task = '8a58117dac38436ba5547e9da5d3ac3d';

  it('names its cluster and its task, even with underscores in the name of the cluster', () => {
    expect(taskOfTarget(`ecs:my_cluster_${task}_${task}-1527056392`)).toEqual({
      clusterName: 'my_cluster',
      taskId: task,
    });
  });

  it.each([
    'i-0123456789abcdef0',
    `ecs:production_${task}`,
    `ecs:production_${task.toUpperCase()}_${task}-1`,
    `xecs:production_${task}_${task}-1`,
    `ecs:_${task}_`,
    '',
  ])('names none when it is %j', (target) => {
    expect(taskOfTarget(target)).toBeNull();
  });
});
