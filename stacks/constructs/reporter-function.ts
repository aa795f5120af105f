import { LambdaEventSourceMapping } from '@cdktf/provider-aws/lib/lambda-event-source-mapping';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { AssetType, Fn, type ITerraformDependable, TerraformAsset, Token } from 'cdktf';
import { Construct } from 'constructs';
import type { ReporterEnvironment } from '../../lambda/settings';
import { HANDLER, packReporter } from './reporter-package';

/** Of the function and its role. */
export const FUNCTION_DESCRIPTION = 'Reports ECS Exec sessions as evidence to Kosli';

// Transcripts are on disk while they are reported, each perhaps with a gzipped copy. A test compares it with the code.
const EPHEMERAL_STORAGE_MB = 2560;

// One search of event history serves a whole batch, so a large batch is cheap. Lambda allows more than 10 with a window.
const BATCH_SIZE = 50;

/** Sessions end one at a time; the window collects them into batches. */
export const BATCHING_WINDOW_SECONDS = 20;

/** Values are references to Terraform variables, numbers and lists included. */
export interface ReporterFunctionProps {
  readonly name: string;
  readonly roleArn: string;
  readonly runtime: string;
  readonly architecture: string;
  readonly memoryMb: string;
  readonly timeoutSeconds: string;
  readonly environment: ReporterEnvironment;
  /** The value of the `service` dimension on the function's own metrics. */
  readonly serviceName: string;
  readonly metricsNamespace: string;
  /** Null: outside any VPC. */
  readonly vpc: {
    readonly subnetIds: string;
    readonly securityGroupIds: string;
  } | null;
  readonly queueArn: string;
  readonly maximumConcurrency: string;
  /** What has to exist before the first message arrives: permissions and the log group. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/** The function, and the mapping through which the queue calls it. */
export class ReporterFunction extends Construct {
  readonly reporter: LambdaFunction;

  constructor(scope: Construct, id: string, props: ReporterFunctionProps) {
    super(scope, id);
    const code = new TerraformAsset(this, 'reporter_code', { path: packReporter(), type: AssetType.FILE });
    this.reporter = new LambdaFunction(this, 'reporter', {
      functionName: props.name,
      description: FUNCTION_DESCRIPTION,
      role: props.roleArn,
      runtime: props.runtime,
      architectures: [props.architecture],
      handler: HANDLER,
      filename: code.path,
      // AWS reports SHA-256, and the asset's own hash is MD5: with that every plan would show a change.
      sourceCodeHash: Fn.filebase64sha256(code.path),
      memorySize: Token.asNumber(props.memoryMb),
      timeout: Token.asNumber(props.timeoutSeconds),
      ephemeralStorage: { size: EPHEMERAL_STORAGE_MB },
      environment: {
        variables: {
          ...props.environment,
          POWERTOOLS_SERVICE_NAME: props.serviceName,
          POWERTOOLS_METRICS_NAMESPACE: props.metricsNamespace,
          POWERTOOLS_LOG_LEVEL: 'INFO',
        },
      },
      ...(props.vpc && {
        vpcConfig: {
          subnetIds: Token.asList(props.vpc.subnetIds),
          securityGroupIds: Token.asList(props.vpc.securityGroupIds),
        },
      }),
      dependsOn: [...props.dependsOn],
    });
    new LambdaEventSourceMapping(this, 'transcripts_to_reporter', {
      eventSourceArn: props.queueArn,
      functionName: this.reporter.arn,
      batchSize: BATCH_SIZE,
      maximumBatchingWindowInSeconds: BATCHING_WINDOW_SECONDS,
      // Without this Lambda ignores which messages have failed, and deletes all of them.
      functionResponseTypes: ['ReportBatchItemFailures'],
      scalingConfig: { maximumConcurrency: Token.asNumber(props.maximumConcurrency) },
    });
  }
}
