import type { TaskRef } from '../session/session';

/** The ECS service a session was opened in, as far as ECS still knows it. */
export type Service = DescribedService | UndescribedService;

/** A task that ECS described. */
export interface DescribedService {
  readonly kind: 'described';
  /** Null for a stand-alone task, which is not an error. */
  readonly serviceName: string | null;
  /** `service:<name>`, `family:<task definition family>` or free text from the caller. */
  readonly group: string | null;
  readonly clusterArn: string | null;
  readonly taskArn: string;
  readonly taskDefinitionArn: string | null;
  readonly containers: readonly Container[];
  readonly launchType: string | null;
  readonly startedBy: string | null;
  readonly availabilityZone: string | null;
  /** Null while it runs. */
  readonly stoppedAt: Date | null;
  /** The task as ECS described it, without `overrides`, `attachments` and `tags`, which may hold secrets. */
  readonly record: unknown;
}

/** One container of a described task. */
export interface Container {
  readonly name: string;
  readonly image: string | null;
  readonly imageDigest: string | null;
}

/** A task ECS could not describe, and why. */
export interface UndescribedService {
  readonly kind: 'undescribed';
  readonly task: TaskRef | null;
  readonly note: string;
}
