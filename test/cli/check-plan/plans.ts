import { type Check, checkPlans } from '../../../cli/check-plan/check';
import { parsePlan } from '../../../cli/check-plan/parse-plan';
import { chosenRules, RULES } from '../../../cli/check-plan/rules';

type Attributes = Readonly<Record<string, unknown>>;

/** A resource of a plan. */
export interface Given {
  /** `module.a["x"]` */
  readonly module?: string;
  readonly type: string;
  readonly name?: string;
  readonly after?: Attributes | null;
  readonly unknown?: unknown;
  readonly sensitive?: unknown;
  readonly actions?: readonly string[];
  readonly mode?: string;
  /** What the configuration refers to, by argument. */
  readonly references?: Readonly<Record<string, readonly string[]>>;
}

const changeOf = ({
  module,
  type,
  name = 'main',
  after = {},
  unknown = {},
  sensitive = {},
  ...rest
}: Given) => ({
  address: `${module === undefined ? '' : `${module}.`}${type}.${name}`,
  ...(module !== undefined && { module_address: module }),
  mode: rest.mode ?? 'managed',
  type,
  name,
  change: {
    actions: rest.actions ?? ['create'],
    after,
    after_unknown: unknown,
    after_sensitive: sensitive,
  },
});

const configured = ({ type, name = 'main', after, references = {} }: Given) => ({
  mode: 'managed',
  type,
  name,
  expressions: {
    ...Object.fromEntries(Object.keys(after ?? {}).map((argument) => [argument, {}])),
    ...Object.fromEntries(Object.entries(references).map(([argument, to]) => [argument, { references: to }])),
  },
});

/** A plan as `terraform show -json` prints it. */
export const planJson = (...resources: readonly Given[]) => ({
  format_version: '1.2',
  terraform_version: '1.11.4',
  resource_changes: resources.map(changeOf),
  configuration: { root_module: { resources: resources.filter(({ module }) => !module).map(configured) } },
});

export const execCluster = (execution: unknown, name = 'main'): Given => ({
  type: 'aws_ecs_cluster',
  name,
  after: { configuration: [{ execute_command_configuration: [execution] }] },
});

export const goodCluster = (name = 'main') =>
  execCluster({ logging: 'OVERRIDE', log_configuration: [{ s3_bucket_name: 'acme-exec-logs' }] }, name);

export const badCluster = (name = 'main') => execCluster({ logging: 'NONE' }, name);

/** A task definition with one container, or with those given. */
export const task = (containers: unknown, besides: Attributes = {}, name = 'main'): Given => ({
  type: 'aws_ecs_task_definition',
  name,
  after: {
    family: name,
    container_definitions: JSON.stringify(
      [containers].flat().map((each) => ({ name: 'app', ...Object(each) })),
    ),
    ...besides,
  },
});

/** All rules, and an empty plan is fine, unless said otherwise. */
export const check = (json: unknown, besides: Partial<Check> = {}) =>
  checkPlans([parsePlan('plan.json', json)], {
    rules: RULES,
    settings: { requireS3: true, requiredTags: [] },
    waivers: [],
    strict: false,
    allowEmpty: true,
    today: '2026-11-21',
    ...besides,
  });

/** What one rule says about each resource: verdict and problems. */
export const verdicts = (rule: string, ...resources: readonly Given[]) =>
  check(planJson(...resources), { rules: chosenRules([rule], []) }).results.map(
    ({ address, verdict, problems }) => [address, verdict, ...problems],
  );
