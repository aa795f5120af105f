import type { Waiver } from './waiver';
import type { FutileTag } from './waiver-tags';

export type Verdict = 'passed' | 'violated' | 'undecided' | 'waived';

/** What one rule says about one resource of one plan. */
export interface Result {
  /** The file, as it was named. */
  readonly plan: string;
  readonly rule: string;
  readonly address: string;
  readonly verdict: Verdict;
  /** What is wrong or not decided; empty when it passed. */
  readonly problems: readonly string[];
  /** HCL that puts it right; null when it passed. */
  readonly write: string | null;
  /** Why it is accepted, and where that is said; null unless it is waived. */
  readonly waiver: Pick<Waiver, 'reason' | 'until' | 'by'> | null;
}

/** What `check-plan` found; with `--json` this is what it prints. */
export interface Report {
  readonly plans: readonly {
    readonly plan: string;
    readonly terraformVersion: string | null;
    /** False where Terraform did not plan all of the configuration; null where the plan does not say. */
    readonly complete: boolean | null;
    readonly resources: number;
    /** Looked at by exec-logging. */
    readonly clusters: number;
  }[];
  /** The ids of the rules that ran. */
  readonly rules: readonly string[];
  readonly results: readonly Result[];
  /** There was no cluster to look at, and that is not allowed. */
  readonly noCluster: boolean;
  /** Undecided counts as violated. */
  readonly strict: boolean;
  /** Waived nothing: the address is not there, the rule passed, or the day is over. */
  readonly unusedWaivers: readonly (Waiver & { readonly expired: boolean })[];
  readonly futileTags: readonly FutileTag[];
  readonly counts: Readonly<Record<Verdict, number>>;
  readonly ok: boolean;
}

const INCOMPLETE =
  'is not complete (complete: false): it was made with -target, or changes were deferred, so resources can be missing from it. Check the plan of everything too.';

/** What has to be known to read the result of a plan right; null where there is nothing. */
export const noteOf = ({ plan, complete }: Report['plans'][number]): string | null =>
  complete === false ? `${plan} ${INCOMPLETE}` : null;

/** Whether a result is one that makes the check fail. */
export const isFailure = ({ verdict }: Result, { strict }: Pick<Report, 'strict'>): boolean =>
  verdict === 'violated' || (strict && verdict === 'undecided');

export const NO_CLUSTER =
  'No ECS cluster was looked at: the plans neither make nor keep an aws_ecs_cluster. If that is as it should be, say --allow-empty.';
