import { ofType, type Plan, type PlannedResource } from './plan';

/** What a user can decide about rules. */
export interface RuleSettings {
  /** Whether transcripts have to go to an S3 bucket. */
  readonly requireS3: boolean;
  /** Keys of tags that every ECS resource has to have; none given, it has to have any. */
  readonly requiredTags: readonly string[];
}

/** What a rule found about one resource. With neither a violation nor anything undecided, it passed. */
export interface Judgement {
  readonly resource: PlannedResource;
  /** What is wrong, each as a sentence without a full stop. */
  readonly violations: readonly string[];
  /** What the plan does not tell, each with the reason. */
  readonly undecided: readonly string[];
}

export interface Rule {
  /** A contract: waivers and pipelines name it. */
  readonly id: string;
  /** The number of the control in the ECS security runbook, `O` for its operational best practices; null for ECS Exec. */
  readonly control: string | null;
  readonly title: string;
  readonly reason: string;
  /** As the runbook words it. What must be runs by default. */
  readonly level: 'must' | 'should';
  /** What to write: HCL for this resource. */
  readonly remediation: (resource: PlannedResource) => string;
  readonly judge: (plan: Plan, settings: RuleSettings) => readonly Judgement[];
}

export interface Findings {
  readonly violations?: readonly string[];
  readonly undecided?: readonly string[];
}

export const judged = (
  resource: PlannedResource,
  { violations = [], undecided = [] }: Findings,
): Judgement => ({ resource, violations, undecided });

/** Judges each resource of some types by itself. */
export const judgeEach = (
  plan: Plan,
  types: readonly string[],
  findings: (resource: PlannedResource) => Findings,
): readonly Judgement[] => ofType(plan, ...types).map((resource) => judged(resource, findings(resource)));

/** A block of HCL around what has to be in it. */
export const resourceBlock = (
  { type, name }: Pick<PlannedResource, 'type' | 'name'>,
  ...lines: readonly string[]
): string => [`resource "${type}" "${name}" {`, ...lines.map((line) => `  ${line}`), '}'].join('\n');
