import * as v from 'valibot';
import { at, isUnknown, type Place } from './place';
import type { Plan, PlannedResource } from './plan';
import { type Findings, type Judgement, judgeEach } from './rule';

/** One container of a task definition: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html */
export interface Container {
  readonly name: string;
  readonly definition: Place;
}

export const TASK_DEFINITION = 'aws_ecs_task_definition';

const Definitions = v.array(v.record(v.string(), v.unknown()));

const parse = (text: unknown): unknown => {
  if (typeof text !== 'string') return text;
  try {
    return JSON.parse(text);
  } catch {
    // Whoever asked says what was expected.
    return undefined;
  }
};

const containersIn = (resource: PlannedResource): readonly Container[] | { readonly why: string } => {
  const place = at(resource.planned, 'container_definitions');
  if (isUnknown(place)) return { why: 'container_definitions is known only after apply' };
  const { success, output } = v.safeParse(Definitions, parse(place.value));
  if (!success) return { why: 'container_definitions is not a JSON list of containers' };
  return output.map((value, index) => ({
    name: typeof value.name === 'string' ? `container "${value.name}"` : `container ${index}`,
    definition: { value, unknown: undefined, sensitive: place.sensitive, leavesOutUnknown: false },
  }));
};

const merged = (each: readonly Findings[]): Findings => ({
  violations: each.flatMap(({ violations = [] }) => violations),
  undecided: each.flatMap(({ undecided = [] }) => undecided),
});

/** Judges every container of every task definition. Terraform knows all containers of a task definition or none. */
export const judgeContainers = (
  plan: Plan,
  findings: (container: Container, task: PlannedResource) => Findings,
): readonly Judgement[] =>
  judgeEach(plan, [TASK_DEFINITION], (task) => {
    const containers = containersIn(task);
    return 'why' in containers
      ? { undecided: [containers.why] }
      : merged(containers.map((container) => findings(container, task)));
  });

/** What to write for a container, in the `jsonencode` of a task definition. */
export const containerBlock = ({ name }: PlannedResource, inContainer: readonly string[]): string =>
  [
    `resource "${TASK_DEFINITION}" "${name}" {`,
    '  container_definitions = jsonencode([{',
    ...inContainer.map((line) => `    ${line}`),
    '  }])',
    '}',
  ].join('\n');
