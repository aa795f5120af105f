import { chosenRules } from '../../../cli/check-plan/rules';
import { check, planJson } from './plans';

const TASK = 'aws_ecs_task_definition';
const task = (module: string, name: string) =>
  planJson({ module, type: TASK, name, unknown: { task_role_arn: true, execution_role_arn: true } })
    .resource_changes;

/** A module with two task definitions that have the same role. */
const moduleWith = (role: string, module_calls: object = {}) => ({
  resources: ['one', 'two'].flatMap((name) => {
    const references = { references: [`${role}.arn`, role] };
    const read = { mode: 'data', type: TASK, name };
    return [read, { mode: 'managed', type: TASK, name, expressions: { task_role_arn: references } }, read];
  }),
  module_calls,
});

/** Whether these task definitions are found to share a role. */
const share = (one: string, two: string, root_module: unknown) => {
  const resource_changes = [...task(one, 'one'), ...task(two, 'two')];
  const { results } = check(
    { format_version: '1.2', resource_changes, configuration: { root_module } },
    { rules: chosenRules(['task-roles'], []) },
  );
  return results.every(({ problems }) => problems.includes('its task role is that of 2 task families'));
};

describe('the configuration of a module', () => {
  const calls = { module_calls: { b: { module: moduleWith('aws_iam_role.app') } } };
  const root = { module_calls: { a: { module: { ...moduleWith('aws_iam_role.other'), ...calls } } } };

  it.each([
    'module.a',
    'module.a.module.b',
    'module.a[0].module.b[12]',
    'module.a["x.y[0]"].module.b["]\\"[\\\\"]',
  ])('is found: %s', (address) => {
    expect(share(address, address, root)).toBe(true);
  });

  it.each([
    ['another call of it', 'module.a[0]', 'module.a[1]'],
    ['another module', 'module.a', 'module.a.module.b'],
    ['a module that is not configured', 'module.c', 'module.c'],
  ])('makes other resources than %s', (_, one, two) => {
    expect(share(one, two, root)).toBe(false);
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['something else', { resources: 7 }],
    ['a module that is something else', { module_calls: { a: { module: 7 } } }],
  ])('is not needed: %s', (_, given) => {
    expect(share('module.a', 'module.a', given)).toBe(false);
  });
});
