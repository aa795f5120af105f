import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from '../../cli/command';
import type { ExitCode } from '../../cli/exit-code';
import { ACCOUNT_ID, CREDENTIALS, REGION } from '../../stand-ins/account';
import { type LambdaApi, openLambdaApi } from '../../stand-ins/aws/lambda';
import { openStage, type Stage } from '../../stand-ins/stage';
import { stackFolderIn, synthesise } from '../../stand-ins/terraform/synthesise';
import { setEnvironment } from './environment';

const FUNCTION = 'ecs-exec-evidence-reporter';

/** What a command printed and ended with. */
export interface Ran {
  readonly code: ExitCode;
  /** As text and as JSON; both null when the command gave no result. */
  readonly text: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever a command gives.
  readonly json: any;
  readonly remarks: readonly string[];
}

/** Runs a command in this process, with the defaults of its options. */
export const runCommand = async (
  { run, options }: Command,
  given: Readonly<Record<string, unknown>> = {},
): Promise<Ran> => {
  const defaults = Object.fromEntries(
    Object.entries(options).map(([name, option]) => [name, option.default]),
  );
  let result: { text: string; json: unknown } | null = null;
  const remarks: string[] = [];
  const code = await run(
    { ...defaults, ...given },
    {
      result: (json, text) => {
        if (result !== null) throw new Error('a command gives one result');
        result = { json: JSON.parse(JSON.stringify(json)), text: text() };
      },
      remark: (line) => void remarks.push(line),
      progress: () => ({ at: () => {}, note: () => {}, end: () => {} }),
    },
  );
  const { text, json } = result ?? { text: null, json: null };
  return { code, text, json, remarks };
};

/** A stage, and the function of it as Lambda describes it to the commands. */
export interface AccountOnStage {
  readonly stage: Stage;
  readonly lambda: LambdaApi;
}

/**
 * Accounts for the tests of one file, each with the deployed stack and the environment that leads the commands to it.
 *
 * @param options of the synthesis
 */
export const accountsOnStage = (options?: object) => {
  const closing: (() => Promise<void>)[] = [];
  let folder = '';
  jest.setTimeout(60_000);
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'synthesised-'));
    await synthesise(folder, options && { options });
  });
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });
  afterAll(() => rm(folder, { recursive: true }));
  return async (variables: Readonly<Record<string, string>> = {}): Promise<AccountOnStage> => {
    const stage = await openStage({ stackFolder: stackFolderIn(folder), variables });
    const lambda = await openLambdaApi();
    lambda.deploy({
      FunctionName: FUNCTION,
      FunctionArn: `arn:aws:lambda:${REGION}:${ACCOUNT_ID}:function:${FUNCTION}`,
      Role: `arn:aws:iam::${ACCOUNT_ID}:role/${FUNCTION}`,
      Environment: { Variables: stage.applied.function.environment },
    });
    const restore = setEnvironment({
      AWS_ENDPOINT_URL_LAMBDA: lambda.url,
      AWS_ENDPOINT_URL_S3: stage.s3AndSqs.url,
      AWS_ENDPOINT_URL_SQS: stage.s3AndSqs.url,
      AWS_ENDPOINT_URL_CLOUDTRAIL: stage.cloudtrail.url,
      AWS_ENDPOINT_URL_SSM: stage.ssm.url,
      AWS_ENDPOINT_URL_ECS: stage.ecs.url,
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
      AWS_REGION: REGION,
      AWS_CONFIG_FILE: '/nonexistent',
      AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
      KOSLI_API_TOKEN: undefined,
      // What verify reads of it.
      AWS_ACCOUNT_ID: undefined,
      KOSLI_HOST: undefined,
      KOSLI_ORG: undefined,
      KOSLI_FLOW: undefined,
    });
    closing.push(async () => {
      restore();
      await Promise.all([lambda.close(), stage.close()]);
    });
    await stage.mapping.poll();
    return { stage, lambda };
  };
};
