import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { Settings } from '../../lambda/settings';

/** What is deployed, or will be. */
export interface DeploymentPlan {
  readonly region: string;
  /** The bucket ECS Exec uploads transcripts to. */
  readonly bucket: string;
  /** What every transcript key begins with; empty for the whole bucket. */
  readonly prefix: string;
  readonly kosli: Settings['kosli'];
  /** Null before deployment. */
  readonly deployed: Deployed | null;
}

/** What is there after deployment. */
export interface Deployed {
  readonly functionName: string;
  readonly accountId: string;
  readonly settings: Settings;
  readonly configuration: FunctionConfiguration;
}
